#include "contract/update.h"

#include <cassert>
#include <charconv>

#include "contract/json.h"
#include "contract/json_writer.h"
#include "contract/limits.h"

namespace luft::contract {
namespace {

constexpr Range kSizes{1, 16.0 * 1024 * 1024};
constexpr std::string_view kSafeScheme = "https://";
constexpr std::string_view kDigits = "0123456789abcdef";

template <std::size_t Bytes>
std::array<std::uint8_t, Bytes> read_hex(ObjectReader& object, const char* member) {
  std::array<std::uint8_t, Bytes> bytes{};
  const auto text = object.text<2 * Bytes>(member);
  if (object.refused()) return bytes;
  if (text.view().size() != 2 * Bytes) {
    object.refuse(ParseErrorKind::out_of_range, member);
    return bytes;
  }
  for (std::size_t i = 0; i < 2 * Bytes; ++i) {
    const std::size_t digit = kDigits.find(text.view()[i]);
    if (digit == std::string_view::npos) {
      object.refuse(ParseErrorKind::out_of_range, member);
      return bytes;
    }
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] * 16U + digit);
  }
  return bytes;
}

template <std::size_t Bytes>
void write_hex(JsonWriter& json, std::string_view name,
               const std::array<std::uint8_t, Bytes>& bytes) {
  std::array<char, 2 * Bytes> text{};
  for (std::size_t i = 0; i < Bytes; ++i) {
    text[2 * i] = kDigits[bytes[i] >> 4];
    text[2 * i + 1] = kDigits[bytes[i] & 0x0F];
  }
  json.text(name, std::string_view{text.data(), text.size()});
}

class TextBuilder {
 public:
  explicit TextBuilder(std::span<char> buffer) : buffer_(buffer) {}
  void add(std::string_view text) {
    assert(length_ + text.size() <= buffer_.size());
    length_ += text.copy(buffer_.data() + length_, text.size());
  }
  [[nodiscard]] std::string_view text() const { return {buffer_.data(), length_}; }

 private:
  std::span<char> buffer_;
  std::size_t length_ = 0;
};

// Apart from the parsing of the JSON: what this needs of a chip's stack comes after it.
[[gnu::noinline]] void read_members(ObjectReader& object, UpdateOffer& offer) {
  if (object.string("command") != "update") object.refuse(ParseErrorKind::unknown_word, "command");
  offer.version = object.text<32>("version");
  offer.chip = object.text<32>("chip");
  offer.url = object.text<kMaxUpdateUrlLength>("url");
  if (!offer.url.view().starts_with(kSafeScheme)) {
    object.refuse(ParseErrorKind::out_of_range, "url");
  }
  offer.size = object.integer<std::uint32_t>("size", kSizes);
  offer.sha256 = read_hex<32>(object, "sha256");
  offer.signature = read_hex<64>(object, "signature");
}

}  // namespace

std::expected<UpdateOffer, ParseError> parse_update_offer(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  std::expected<UpdateOffer, ParseError> result;
  read_members(object, *result);
  if (const auto done = object.done(); !done) result = std::unexpected(done.error());
  return result;
}

std::string_view write_signed_text(const UpdateOffer& offer, std::span<char> buffer) {
  TextBuilder text(buffer);
  text.add("luft update\n");
  text.add(offer.chip.view());
  text.add("\n");
  text.add(offer.version.view());
  text.add("\n");
  std::array<char, 12> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), offer.size).ptr;
  text.add({size.data(), static_cast<std::size_t>(end - size.data())});
  text.add("\n");
  for (const std::uint8_t byte : offer.sha256) {
    text.add(kDigits.substr(byte >> 4U, 1));
    text.add(kDigits.substr(byte & 0x0FU, 1));
  }
  text.add("\n");
  return text.text();
}

std::string_view write_update_offer(const UpdateOffer& offer, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.text("command", std::string_view{"update"});
  json.text("version", offer.version.view());
  json.text("chip", offer.chip.view());
  json.text("url", offer.url.view());
  json.identifier("size", std::uint64_t{offer.size});
  write_hex(json, "sha256", offer.sha256);
  write_hex(json, "signature", offer.signature);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

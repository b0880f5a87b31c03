#include "firmware/core/update/offer.h"

#include <cassert>
#include <charconv>
#include <optional>

namespace luft::firmware {
namespace {

using Version = std::array<std::uint32_t, 3>;

// MAJOR.MINOR.PATCH, and nothing else.
std::optional<Version> read_version(std::string_view text) {
  Version version{};
  for (std::size_t i = 0; i < version.size(); ++i) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), version[i]);
    if (failed != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const bool last = i + 1 == version.size();
    if (last ? !text.empty() : !text.starts_with('.')) return std::nullopt;
    if (!last) text.remove_prefix(1);
  }
  return version;
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

}  // namespace

std::string_view name(OfferRefusal refusal) {
  switch (refusal) {
    case OfferRefusal::wrong_chip:
      return "it was built for another chip";
    case OfferRefusal::same_version:
      return "this version is running";
    case OfferRefusal::older_version:
      return "it is older than what is running";
    case OfferRefusal::no_version:
      return "its version is not MAJOR.MINOR.PATCH";
    case OfferRefusal::too_large:
      return "it does not fit";
    case OfferRefusal::bad_signature:
      return "its signature is not ours";
  }
  return "refused";
}

std::string_view write_signed_text(const contract::UpdateOffer& offer, std::span<char> buffer) {
  constexpr std::string_view kDigits = "0123456789abcdef";
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

std::expected<void, OfferRefusal> judge(const contract::UpdateOffer& offer,
                                        const Installed& installed,
                                        const SignatureVerifier& verifier) {
  // The signature first: what is not ours deserves no other answer.
  std::array<char, kMaxSignedBytes> buffer{};
  const std::string_view text = write_signed_text(offer, buffer);
  const std::span<const std::uint8_t> bytes{reinterpret_cast<const std::uint8_t*>(text.data()),
                                            text.size()};
  if (!verifier.is_signed(bytes, offer.signature)) {
    return std::unexpected(OfferRefusal::bad_signature);
  }
  if (offer.chip.view() != installed.chip) return std::unexpected(OfferRefusal::wrong_chip);
  const auto offered = read_version(offer.version.view());
  if (!offered) return std::unexpected(OfferRefusal::no_version);
  // What runs may be a person's own build, with a version of another kind: anything is newer.
  if (const auto running = read_version(installed.version)) {
    if (*offered == *running) return std::unexpected(OfferRefusal::same_version);
    if (*offered < *running) return std::unexpected(OfferRefusal::older_version);
  }
  if (offer.size > installed.capacity_bytes) return std::unexpected(OfferRefusal::too_large);
  return {};
}

}  // namespace luft::firmware

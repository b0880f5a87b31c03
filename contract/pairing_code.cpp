#include "contract/pairing_code.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "contract/percent.h"

namespace luft::contract {
namespace {

constexpr std::uint16_t kTlsPort = 8'883;
constexpr std::uint16_t kPlainPort = 1'883;
constexpr std::string_view kTls = "mqtts";
constexpr std::string_view kPlain = "mqtt";

// What stands before `mark` leaves `text`; empty when there is no such mark.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, at);
  text.remove_prefix(at + mark.size());
  return before;
}

template <std::size_t Capacity>
std::optional<Text<Capacity>> decoded(std::string_view text) {
  std::array<char, Capacity> plain{};
  const auto value = decode_percent(text, Plus::itself, plain);
  if (!value) return std::nullopt;
  return Text<Capacity>::from(*value);
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == ':';
}

std::optional<std::uint16_t> port_of(std::string_view digits) {
  std::uint16_t port = 0;
  const char* const end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, port);
  if (result.ec != std::errc{} || result.ptr != end || port == 0) return std::nullopt;
  return port;
}

// Text one after the other; the caller's buffer is large enough.
class TextBuilder {
 public:
  explicit TextBuilder(std::span<char> buffer) : buffer_(buffer) {}

  void add(std::string_view text) {
    length_ += text.copy(buffer_.data() + length_, buffer_.size() - length_);
  }
  void add_coded(std::string_view text) {
    std::array<char, 3> code{};
    for (const char byte : text) add(encode_percent(byte, code));
  }
  [[nodiscard]] std::string_view written() const { return {buffer_.data(), length_}; }

 private:
  std::span<char> buffer_;
  std::size_t length_ = 0;
};

}  // namespace

bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_host_character) &&
         text.find("..") == std::string_view::npos && text.front() != '-' && text.front() != '.';
}

std::optional<PairingCode> parse_pairing_code(std::string_view text) {
  const auto scheme = take_until(text, "://");
  if (!scheme || (*scheme != kTls && *scheme != kPlain)) return std::nullopt;
  const auto account = take_until(text, "@");
  if (!account) return std::nullopt;
  const std::size_t colon = account->find(':');
  const auto id = decoded<kMaxDeviceIdLength>(account->substr(0, colon));
  const auto password = decoded<64>(colon == std::string_view::npos ? std::string_view{}
                                                                    : account->substr(colon + 1));
  const bool is_tls = *scheme == kTls;
  std::optional<std::uint16_t> port = is_tls ? kTlsPort : kPlainPort;
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::size_t port_at = text.find(':');
  if (port_at != std::string_view::npos) port = port_of(text.substr(port_at + 1));
  const auto host = Text<128>::from(text.substr(0, port_at));
  if (!id || !parse_device_id(id->view()) || !password || !port || !host) return std::nullopt;
  if (!is_host(host->view())) return std::nullopt;
  return PairingCode{.device = *id,
                     .password = *password,
                     .host = *host,
                     .port = *port,
                     .security = is_tls ? BrokerSecurity::tls : BrokerSecurity::plain};
}

std::string_view write_pairing_code(const PairingCode& code,
                                    std::span<char, kMaxPairingCodeLength> buffer) {
  TextBuilder text(buffer);
  text.add(code.security == BrokerSecurity::tls ? kTls : kPlain);
  text.add("://");
  text.add_coded(code.device.view());
  text.add(":");
  text.add_coded(code.password.view());
  text.add("@");
  text.add(code.host.view());
  text.add(":");
  std::array<char, 5> port{};
  const auto end = std::to_chars(port.data(), port.data() + port.size(), code.port).ptr;
  text.add({port.data(), static_cast<std::size_t>(end - port.data())});
  return text.written();
}

}  // namespace luft::contract

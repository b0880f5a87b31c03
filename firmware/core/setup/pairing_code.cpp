#include "firmware/core/setup/pairing_code.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace luft::firmware {
namespace {

constexpr std::uint16_t kTlsPort = 8'883;
constexpr std::uint16_t kPlainPort = 1'883;

// What stands before `mark` leaves `text`; empty when there is no such mark.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, at);
  text.remove_prefix(at + mark.size());
  return before;
}

template <std::size_t Capacity>
std::optional<contract::Text<Capacity>> decoded(std::string_view text) {
  std::array<char, Capacity> plain{};
  const auto value = decode_percent(text, Plus::itself, plain);
  if (!value) return std::nullopt;
  return contract::Text<Capacity>::from(*value);
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

}  // namespace

bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_host_character) &&
         text.find("..") == std::string_view::npos && text.front() != '-' && text.front() != '.';
}

bool read_pairing_code(std::string_view code, DeviceSetup& setup) {
  const auto scheme = take_until(code, "://");
  if (!scheme || (*scheme != "mqtts" && *scheme != "mqtt")) return false;
  const auto account = take_until(code, "@");
  if (!account) return false;
  const std::size_t colon = account->find(':');
  const auto id = decoded<contract::kMaxDeviceIdLength>(account->substr(0, colon));
  const auto password = decoded<64>(colon == std::string_view::npos ? std::string_view{}
                                                                    : account->substr(colon + 1));
  const bool is_tls = *scheme == "mqtts";
  std::optional<std::uint16_t> port = is_tls ? kTlsPort : kPlainPort;
  while (code.ends_with('/')) code.remove_suffix(1);
  const std::size_t port_at = code.find(':');
  if (port_at != std::string_view::npos) port = port_of(code.substr(port_at + 1));
  const auto host = contract::Text<128>::from(code.substr(0, port_at));
  if (!id || !contract::parse_device_id(id->view()) || !password || !port || !host) return false;
  if (!is_host(host->view())) return false;
  setup.id = *id;
  setup.broker_password = *password;
  setup.broker_host = *host;
  setup.broker_port = *port;
  setup.security = is_tls ? BrokerSecurity::tls : BrokerSecurity::plain;
  return true;
}

}  // namespace luft::firmware

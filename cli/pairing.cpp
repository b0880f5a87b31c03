#include "cli/pairing.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "contract/pairing_code.h"

namespace luft::cli {
namespace {

bool is_any_address(std::string_view bind) {
  return bind == "0.0.0.0" || bind == "::" || bind == "*";
}

std::string first_address() {
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owned(list, freeifaddrs);
  for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
    const bool is_up = (each->ifa_flags & IFF_UP) != 0 && (each->ifa_flags & IFF_LOOPBACK) == 0;
    if (!is_up || each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET) continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    const auto* address = reinterpret_cast<const sockaddr_in*>(each->ifa_addr);
    if (inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size()) != nullptr) {
      return text.data();
    }
  }
  return {};
}

std::string own_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

}  // namespace

std::string pairing_code(const runtime::Settings& settings, std::string_view device,
                         std::string_view password, std::string_view host) {
  const bool tls = settings.mqtt.own_has_tls();
  const auto id = contract::parse_device_id(device);
  const auto secret = contract::Text<64>::from(password);
  const auto place = contract::Text<128>::from(host);
  if (!id || !secret || !place) return {};
  std::array<char, contract::kMaxPairingCodeLength> buffer{};
  const std::string_view code = contract::write_pairing_code(
      {.device = *id,
       .password = *secret,
       .host = *place,
       .port = tls ? settings.mqtt.tls_port : settings.mqtt.port,
       .security = tls ? contract::BrokerSecurity::tls : contract::BrokerSecurity::plain},
      buffer);
  return contract::parse_pairing_code(code) ? std::string{code} : std::string{};
}

std::string own_host(const runtime::Settings& settings) {
  if (!is_any_address(settings.mqtt.bind)) return settings.mqtt.bind;
  const std::string address = first_address();
  return address.empty() ? own_name() : address;
}

}  // namespace luft::cli

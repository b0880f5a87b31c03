// All that a device must be told about its broker, in one line that a person pastes:
//   mqtt[s]://ID:PASSWORD@HOST[:PORT]
// `luft devices add` prints it, a device's setup page takes it. It holds a password.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "contract/device_id.h"
#include "contract/text.h"

namespace luft::contract {

enum class BrokerSecurity : std::uint8_t { tls, plain };

struct PairingCode {
  DeviceId device;  // its id and user name
  Text<64> password;
  Text<128> host;  // is_host()
  std::uint16_t port = 8'883;
  BrokerSecurity security = BrokerSecurity::tls;

  friend bool operator==(const PairingCode&, const PairingCode&) = default;
};

// A name or an address: letters, digits, dots, hyphens, colons.
[[nodiscard]] bool is_host(std::string_view text);

// Empty when it is no such code. ID and PASSWORD may be percent-encoded, as in any URL.
[[nodiscard]] std::optional<PairingCode> parse_pairing_code(std::string_view text);

inline constexpr std::size_t kMaxPairingCodeLength =
    8 + 3 * (kMaxDeviceIdLength + 1 + 64) + 1 + 128 + 6;
[[nodiscard]] std::string_view write_pairing_code(const PairingCode& code,
                                                  std::span<char, kMaxPairingCodeLength> buffer);

}  // namespace luft::contract

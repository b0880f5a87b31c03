// From configuration to a connection: URL, credentials and certificates of the broker.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "runtime/mqtt_types.h"
#include "runtime/settings.h"

namespace luft::runtime {

// Where and how to connect as `client_id`. Reads the password file; the error names the setting
// and the fix.
[[nodiscard]] std::expected<MqttSettings, SettingsProblem> mqtt_settings(
    const Settings& settings, std::string_view client_id);

// Where this machine's programs reach our own broker, at mqtt.port and without TLS: its address, or
// loopback when it listens on all of them or, with a certificate, to others by TLS only.
[[nodiscard]] std::string own_broker_host(const BrokerSettings& broker);

inline constexpr std::string_view kMqttSocketScheme = "mqtt+unix://";
inline constexpr std::size_t kMaxSocketPath = 107;  // bytes (unix(7), sun_path)

// Checks and splits mqtt[s]://host[:port], where the port defaults to 1883, or 8883 with TLS; or
// mqtt+unix:///path, where the path becomes the host and the port 0.
struct MqttUrl {
  std::string host;
  std::uint16_t port = 1883;
  bool tls = false;
};
[[nodiscard]] std::expected<MqttUrl, std::string> parse_mqtt_url(std::string_view url);

}  // namespace luft::runtime

#include "runtime/mqtt_settings.h"

#include <charconv>

#include "runtime/file.h"

namespace luft::runtime {
namespace {

constexpr std::string_view kForm =
    "must be mqtt://host:port, mqtts://host:port or mqtt+unix:///path/of/a/socket";

std::string prefix_of(const std::string& site) {
  return site.empty() ? "" : site + "/";
}

std::expected<MqttUrl, std::string> socket_at(std::string_view path) {
  if (path.size() < 2 || path.front() != '/') return std::unexpected{std::string{kForm}};
  if (path.size() > kMaxSocketPath) {
    return std::unexpected{"the path of a socket may have 107 characters at most"};
  }
  return MqttUrl{.host = std::string{path}, .port = 0};
}

}  // namespace

std::expected<MqttUrl, std::string> parse_mqtt_url(std::string_view url) {
  if (url.starts_with(kMqttSocketScheme)) return socket_at(url.substr(kMqttSocketScheme.size()));
  MqttUrl parsed;
  if (url.starts_with("mqtts://")) {
    parsed.tls = true;
    parsed.port = 8883;
    url.remove_prefix(8);
  } else if (url.starts_with("mqtt://")) {
    url.remove_prefix(7);
  } else {
    return std::unexpected{std::string{kForm}};
  }
  if (url.find('@') != std::string_view::npos) {
    return std::unexpected{"must not hold credentials: use username and password_file"};
  }
  if (url.ends_with('/')) url.remove_suffix(1);
  std::string_view port;
  if (url.starts_with('[')) {  // an IPv6 address
    const std::size_t end = url.find(']');
    if (end == std::string_view::npos) return std::unexpected{std::string{kForm}};
    parsed.host = url.substr(1, end - 1);
    port = url.substr(end + 1);
  } else {
    const std::size_t colon = std::min(url.find(':'), url.size());
    parsed.host = url.substr(0, colon);
    port = url.substr(colon);
  }
  if (!port.empty()) {
    const char* const end = port.data() + port.size();
    const auto [rest, error] = std::from_chars(port.data() + 1, end, parsed.port);
    if (port.front() != ':' || error != std::errc{} || rest != end || parsed.port == 0) {
      return std::unexpected{std::string{kForm} + ", with a port from 1 to 65535"};
    }
  }
  if (parsed.host.empty() || parsed.host.find('/') != std::string::npos) {
    return std::unexpected{std::string{kForm}};
  }
  return parsed;
}

std::string own_broker_host(const BrokerSettings& broker) {
  const bool anywhere = broker.bind == "0.0.0.0" || broker.bind == "::";
  return anywhere || broker.own_has_tls() ? "127.0.0.1" : broker.bind;
}

std::expected<MqttSettings, SettingsProblem> mqtt_settings(const Settings& settings,
                                                           std::string_view client_id) {
  const BrokerSettings& broker = settings.mqtt;
  MqttSettings result;
  result.client_id = client_id;
  result.topic_prefix = prefix_of(settings.site);
  result.username = broker.username;
  result.keepalive = broker.keepalive;
  result.max_outgoing_messages = broker.max_outgoing;
  if (broker.url.empty()) {
    result.host = own_broker_host(broker);
    result.port = broker.port;
  } else {
    auto url = parse_mqtt_url(broker.url);
    if (!url) return std::unexpected{SettingsProblem{"mqtt.url", std::move(url.error())}};
    result.host = std::move(url->host);
    result.port = url->port;
    if (url->tls) result.tls = MqttTls{broker.ca_file, broker.cert_file, broker.key_file};
  }
  if (!broker.password_file.empty()) {
    auto password = read_secret_file(broker.password_file);
    if (!password) {
      return std::unexpected{SettingsProblem{"mqtt.password_file", std::move(password.error())}};
    }
    result.password = std::move(*password);
  }
  return result;
}

}  // namespace luft::runtime

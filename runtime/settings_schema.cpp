#include "runtime/settings_schema.h"

#include <algorithm>
#include <cctype>

#include "runtime/mqtt_settings.h"
#include "runtime/setting_rows.h"

// Reaches a member of Settings, const or not.
#define LUFT_AT(member) ([](auto& settings) -> auto& { return settings.member; })

namespace luft::runtime {
namespace {

constexpr std::uint64_t kMaxPort = 65'535;
constexpr std::int64_t kDay_s = 24 * 3600;

constexpr std::array kLevels{
    std::pair<std::string_view, LogLevel>{"debug", LogLevel::debug},
    std::pair<std::string_view, LogLevel>{"info", LogLevel::info},
    std::pair<std::string_view, LogLevel>{"warn", LogLevel::warn},
    std::pair<std::string_view, LogLevel>{"error", LogLevel::error},
    std::pair<std::string_view, LogLevel>{"off", LogLevel::off},
};
constexpr std::array kFormats{
    std::pair<std::string_view, LogFormat>{"json", LogFormat::json},
    std::pair<std::string_view, LogFormat>{"text", LogFormat::text},
};
constexpr std::array kPreferences{
    std::pair<std::string_view, Preferences>{"balanced", Preferences::balanced},
    std::pair<std::string_view, Preferences>{"quiet", Preferences::quiet},
    std::pair<std::string_view, Preferences>{"fresh", Preferences::fresh},
    std::pair<std::string_view, Preferences>{"warm", Preferences::warm},
};

constexpr std::array kDiscoveries{
    std::pair<std::string_view, Discovery>{"on", Discovery::on},
    std::pair<std::string_view, Discovery>{"off", Discovery::off},
};
constexpr std::array kServicesFrom{
    std::pair<std::string_view, ServicesFrom>{"loopback", ServicesFrom::loopback},
    std::pair<std::string_view, ServicesFrom>{"anywhere", ServicesFrom::anywhere},
};

bool is_mqtt_url(std::string_view url) {
  return url.empty() || parse_mqtt_url(url).has_value();
}

bool is_http_url(std::string_view url) {
  return url.empty() || url.starts_with("http://") || url.starts_with("https://");
}

// A topic prefix: levels of topic names, without wildcards and without slashes at the ends.
bool is_site(std::string_view site) {
  return site.size() <= 40 && site.find_first_of(std::string_view{"+#$ \0", 5}) == site.npos &&
         site.find("//") == site.npos && !site.starts_with('/') && !site.ends_with('/');
}

bool is_prefix(std::string_view prefix) {
  return !prefix.empty() && is_site(prefix);
}

bool is_identifier(std::string_view name) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, fits) &&
         std::isdigit(static_cast<unsigned char>(name.front())) == 0;
}

bool is_cluster(std::string_view name) {
  return name.empty() || is_identifier(name);
}

using Rows = std::vector<SettingRow>;

void add_general(Rows& rows) {
  rows.push_back(text("data", LUFT_AT(data), Empty::refused, "Folder for everything Luft keeps."));
  rows.push_back(text_like("site", LUFT_AT(site),
                           "topic levels such as campus/north, up to 40 characters", is_site,
                           "Prefix of every topic; empty for a single site."));
  rows.push_back(choice("log.level", LUFT_AT(log.level), kLevels, "The least that is logged."));
  rows.push_back(choice("log.format", LUFT_AT(log.format), kFormats,
                        "JSON lines for machines, or text for people."));
}

void add_mqtt(Rows& rows) {
  rows.push_back(text_like("mqtt.url", LUFT_AT(mqtt.url),
                           "mqtt://host:port, mqtts://host:port or mqtt+unix:///path", is_mqtt_url,
                           "Broker to use; empty: Luft starts one of its own."));
  rows.push_back(text("mqtt.bind", LUFT_AT(mqtt.bind), Empty::refused,
                      "Address our own broker listens on; beyond loopback it needs passwords."));
  rows.push_back(
      whole_number("mqtt.port", LUFT_AT(mqtt.port), 1, kMaxPort, "Port of our own broker."));
  rows.push_back(whole_number("mqtt.tls_port", LUFT_AT(mqtt.tls_port), 1, kMaxPort,
                              "Port of our own broker for TLS, when it has a certificate."));
  rows.push_back(text("mqtt.username", LUFT_AT(mqtt.username), Empty::allowed,
                      "User name at the broker; empty: none."));
  rows.push_back(text("mqtt.password_file", LUFT_AT(mqtt.password_file), Empty::allowed,
                      "File whose first line is the password at the broker."));
  rows.push_back(text("mqtt.ca_file", LUFT_AT(mqtt.ca_file), Empty::allowed,
                      "PEM file of the authorities to trust; empty: the system's."));
  rows.push_back(
      text("mqtt.cert_file", LUFT_AT(mqtt.cert_file), Empty::allowed,
           "PEM file of a certificate, with mqtt.key_file: ours at a broker, or our broker's."));
  rows.push_back(text("mqtt.key_file", LUFT_AT(mqtt.key_file), Empty::allowed,
                      "PEM file of that certificate's key."));
  rows.push_back(duration("mqtt.keepalive_s", LUFT_AT(mqtt.keepalive), 5, 3600,
                          "A dead connection is noticed after one and a half times this."));
  rows.push_back(whole_number("mqtt.max_outgoing", LUFT_AT(mqtt.max_outgoing), 10, 1'000'000,
                              "Messages that may wait to be sent before new ones are refused."));
}

void add_http(Rows& rows) {
  rows.push_back(text("http.bind", LUFT_AT(http.bind), Empty::refused,
                      "Address the pages and the API listen on; beyond loopback they ask for a "
                      "password."));
  rows.push_back(
      whole_number("http.port", LUFT_AT(http.port), 1, kMaxPort, "Port of the pages and the API."));
  rows.push_back(text("http.password_file", LUFT_AT(http.password_file), Empty::allowed,
                      "File with the password of pages and API; empty: none on "
                      "loopback, else credentials/http."));
  rows.push_back(host_names("http.names", LUFT_AT(http.names),
                            "Host names under which browsers reach the pages; localhost and "
                            "addresses need not be named."));
  rows.push_back(whole_number("http.threads", LUFT_AT(http.threads), 2, 1'000,
                              "Requests and live pages served at the same time."));
  rows.push_back(whole_number("http.max_event_streams", LUFT_AT(http.max_event_streams), 1, 999,
                              "Live pages at the same time; each holds a thread."));
}

void add_clickhouse(Rows& rows) {
  rows.push_back(text_like("clickhouse.url", LUFT_AT(clickhouse.url),
                           "http://host:port or https://host:port", is_http_url,
                           "ClickHouse to use; empty: the embedded one."));
  rows.push_back(text("clickhouse.ca_file", LUFT_AT(clickhouse.ca_file), Empty::allowed,
                      "For https: PEM file of the authorities to trust; empty: the system's."));
  rows.push_back(text_like("clickhouse.cluster", LUFT_AT(clickhouse.cluster), "a name", is_cluster,
                           "Cluster of that ClickHouse to make our tables on; empty: none."));
  rows.push_back(text("clickhouse.bind", LUFT_AT(clickhouse.bind), Empty::refused,
                      "IP address the embedded ClickHouse listens on, besides loopback."));
  rows.push_back(
      choice("clickhouse.services_from", LUFT_AT(clickhouse.services_from), kServicesFrom,
             "Where the embedded ClickHouse lets the hub in from; others may only read."));
  rows.push_back(whole_number("clickhouse.http_port", LUFT_AT(clickhouse.http_port), 1, kMaxPort,
                              "HTTP port of the embedded ClickHouse."));
  rows.push_back(whole_number("clickhouse.tcp_port", LUFT_AT(clickhouse.tcp_port), 1, kMaxPort,
                              "Native port of the embedded ClickHouse, for Grafana and clients."));
  rows.push_back(text_like("clickhouse.user", LUFT_AT(clickhouse.user), "a name", is_identifier,
                           "Database user that writes."));
  rows.push_back(text("clickhouse.password_file", LUFT_AT(clickhouse.password_file), Empty::allowed,
                      "File whose first line is its password."));
  rows.push_back(text_like("clickhouse.reader_user", LUFT_AT(clickhouse.reader_user), "a name",
                           is_identifier, "Database user that only reads: people, Grafana."));
  rows.push_back(text("clickhouse.reader_password_file", LUFT_AT(clickhouse.reader_password_file),
                      Empty::allowed, "File whose first line is its password."));
  rows.push_back(whole_number("clickhouse.memory_limit_mb", LUFT_AT(clickhouse.memory_limit_mb),
                              512, 1'048'576, "Memory the embedded ClickHouse may use."));
  rows.push_back(whole_number("clickhouse.retention_days", LUFT_AT(clickhouse.retention_days), 0,
                              36'500, "Days after which readings and decisions go; 0: never."));
  rows.push_back(text("clickhouse.library", LUFT_AT(clickhouse.library), Empty::allowed,
                      "Path of libchdb.so; empty: where `luft setup` puts it."));
}

void add_hub(Rows& rows) {
  rows.push_back(whole_number("journal.max_mb", LUFT_AT(journal.max_mb), 1, 1'048'576,
                              "Size at which the journal takes no more and receipts stop."));
  rows.push_back(decimal("trigger.temperature_c", LUFT_AT(trigger.temperature_c), 0.01, 50,
                         "Change in degrees Celsius that asks for a decision."));
  rows.push_back(decimal("trigger.humidity_pct", LUFT_AT(trigger.humidity_pct), 0.1, 100,
                         "Change in percent relative humidity that asks for a decision."));
  rows.push_back(decimal("trigger.sound_volume_db", LUFT_AT(trigger.sound_volume_db), 0.1, 140,
                         "Change in dB(A) that asks for a decision."));
  rows.push_back(decimal("trigger.co2_ppm", LUFT_AT(trigger.co2_ppm), 1, 10'000,
                         "Change in ppm of CO2 that asks for a decision."));
  rows.push_back(duration("trigger.shortest_interval_s", LUFT_AT(trigger.shortest_interval), 1,
                          kDay_s, "Decisions for a window are asked for no more often than this."));
  rows.push_back(duration("trigger.longest_interval_s", LUFT_AT(trigger.longest_interval), 1,
                          kDay_s, "A decision is asked for at least this often."));
  rows.push_back(duration("trigger.freshness_s", LUFT_AT(trigger.freshness), 1, kDay_s,
                          "Older readings do not count as present."));
  rows.push_back(duration("trigger.request_timeout_s", LUFT_AT(trigger.request_timeout), 1, 300,
                          "A request not answered by then is given up."));
  rows.push_back(decimal("intake.rate", LUFT_AT(intake.rate), 0.1, 1'000'000,
                         "Messages per second that one device may send for long."));
  rows.push_back(decimal("intake.burst", LUFT_AT(intake.burst), 1, 1'000'000,
                         "Messages that one device may send at once."));
  rows.push_back(whole_number("intake.message_capacity", LUFT_AT(intake.message_capacity), 16,
                              10'000'000, "Messages that may wait for intake."));
  rows.push_back(whole_number("intake.urgent_capacity", LUFT_AT(intake.urgent_capacity), 16,
                              1'000'000, "People's commands and window states that may wait."));
  rows.push_back(duration("registry.inactive_after_s", LUFT_AT(registry.inactive_after), 10,
                          30 * kDay_s, "A device that is silent this long is inactive."));
}

void add_ml(Rows& rows) {
  rows.push_back(text("ml.model_dir", LUFT_AT(ml.model_dir), Empty::allowed,
                      "Folder of models; empty: the data folder's, else the one that ships."));
  rows.push_back(choice("ml.preferences", LUFT_AT(ml.preferences), kPreferences,
                        "What the household cares for most; balanced: as most do."));
  rows.push_back(whole_number("ml.threads", LUFT_AT(ml.threads), 1, 256,
                              "Threads that one inference may use."));
  rows.push_back(duration("ml.response_timeout_ms", LUFT_AT(ml.response_timeout), 10, 60'000,
                          "A request that waited longer than this is not answered any more."));
}

void add_home_assistant(Rows& rows) {
  rows.push_back(choice("home_assistant.discovery", LUFT_AT(home_assistant.discovery), kDiscoveries,
                        "Whether devices appear in Home Assistant by themselves."));
  rows.push_back(text_like("home_assistant.prefix", LUFT_AT(home_assistant.prefix),
                           "topic levels, as Home Assistant's MQTT integration has it", is_prefix,
                           "Discovery prefix of Home Assistant."));
}

Rows make_rows() {
  Rows rows;
  add_general(rows);
  add_mqtt(rows);
  add_http(rows);
  add_clickhouse(rows);
  add_hub(rows);
  add_ml(rows);
  add_home_assistant(rows);
  return rows;
}

}  // namespace

const std::vector<SettingRow>& all_settings() {
  static const Rows rows = make_rows();
  return rows;
}

std::string variable_of(std::string_view path) {
  std::string variable = "LUFT_";
  for (const char c : path) {
    variable += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return variable;
}

std::vector<SettingsProblem> check_together(const Settings& settings) {
  std::vector<SettingsProblem> problems;
  const auto require = [&problems](bool holds, std::string_view where, std::string_view what) {
    if (!holds) problems.push_back({std::string{where}, std::string{what}});
  };
  require(settings.http.max_event_streams < settings.http.threads, "http.max_event_streams",
          "must be below http.threads: each stream holds a thread");
  require(settings.trigger.shortest_interval <= settings.trigger.longest_interval,
          "trigger.shortest_interval_s", "must not be above trigger.longest_interval_s");
  require(settings.mqtt.cert_file.empty() == settings.mqtt.key_file.empty(), "mqtt.cert_file",
          "needs mqtt.key_file, and the other way round");
  require(settings.mqtt.password_file.empty() || !settings.mqtt.username.empty(),
          "mqtt.password_file", "needs mqtt.username");
  require(!settings.mqtt.own_has_tls() || settings.mqtt.tls_port != settings.mqtt.port,
          "mqtt.tls_port", "must not be mqtt.port: that one stays, without TLS, on this machine");
  require(settings.clickhouse.cluster.empty() || !settings.clickhouse.url.empty(),
          "clickhouse.cluster", "needs clickhouse.url: the embedded server is alone");
  require(settings.intake.burst >= settings.intake.rate, "intake.burst",
          "must be at least intake.rate");
  return problems;
}

}  // namespace luft::runtime

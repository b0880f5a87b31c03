// Everything that can be configured, as plain structs that are right by default. Filled from
// luft.yaml and LUFT_… environment variables (the environment wins) and checked whole: all
// problems are reported at once. To add a setting: a member here, a row in settings_schema.cpp,
// and a line in luft.yaml and .env.example (a test insists).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/foreign_settings.h"
#include "runtime/log.h"

namespace luft::runtime {

struct BrokerSettings {
  std::string url;                 // mqtt[s]://host:port; empty: a broker of our own
  std::string bind = "127.0.0.1";  // where our own broker listens
  std::uint16_t port = 1883;       // of our own broker
  std::uint16_t tls_port = 8883;   // of our own broker when it has a certificate
  std::string username;
  std::string password_file;
  std::string ca_file;
  std::string cert_file;
  std::string key_file;
  std::chrono::seconds keepalive{20};
  std::size_t max_outgoing = 10'000;  // messages

  // Our own broker has a certificate: then only this machine is served without TLS.
  [[nodiscard]] bool own_has_tls() const {
    return url.empty() && !cert_file.empty() && !key_file.empty();
  }
};

struct HttpSettings {
  std::string bind = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string password_file;           // see runtime/http_access.h
  std::vector<std::string> names;      // host names that lead here, besides loopback and addresses
  std::size_t threads = 80;            // at most; they come when they are needed
  std::size_t max_event_streams = 64;  // each holds a thread: must be below `threads`
};

// Where the database's users that write may come from.
enum class ServicesFrom : std::uint8_t {
  loopback,  // this machine
  anywhere,  // containers of their own, on a network that nobody else reaches
};

struct ClickHouseSettings {
  std::string url;      // http[s]://host:port; empty: the embedded server
  std::string ca_file;  // for https: PEM of the authorities to trust; empty: the system's
  std::string bind = "127.0.0.1";  // where the embedded server listens, besides loopback
  ServicesFrom services_from = ServicesFrom::loopback;
  std::string cluster;  // of a server at `url`: our tables are made on all of it
  std::uint16_t http_port = 8123;
  std::uint16_t tcp_port = 9000;
  std::string user = "luft_writer";
  std::string password_file;
  std::string reader_user = "luft_reader";
  std::string reader_password_file;
  std::size_t memory_limit_mb = 1024;  // of the embedded server
  std::size_t retention_days = 0;      // of readings and decisions; 0: for ever
  std::string library;                 // libchdb.so; empty: where `luft setup` puts it
};

struct JournalSettings {
  std::size_t max_mb = 1024;
};

struct TriggerSettings {
  double temperature_c = 0.3;
  double humidity_pct = 2.0;
  double sound_volume_db = 5.0;
  double co2_ppm = 100.0;
  std::chrono::seconds shortest_interval{30};
  std::chrono::seconds longest_interval{300};
  std::chrono::seconds freshness{600};
  std::chrono::seconds request_timeout{5};
};

struct IntakeSettings {
  double rate = 50.0;                     // messages per second that a device may send for long
  double burst = 500.0;                   // and at once
  std::size_t message_capacity = 65'536;  // channel: readings from the MQTT thread
  std::size_t urgent_capacity = 4'096;    // channel: people's commands, window states
};

struct RegistrySettings {
  std::chrono::seconds inactive_after{600};
};

// What a household cares for more than others do (docs/comfort.md).
enum class Preferences : std::uint8_t { balanced, quiet, fresh, warm };

struct MlSettings {
  std::string model_dir;  // empty: <data>/models, else the model that comes with Luft
  Preferences preferences = Preferences::balanced;
  std::size_t threads = 1;
  std::chrono::milliseconds response_timeout{1'000};  // request -> control; later ones are dropped
};

enum class Discovery : std::uint8_t { on, off };

struct HomeAssistantSettings {
  Discovery discovery = Discovery::on;
  std::string prefix = "homeassistant";  // of its discovery topics
};

struct RoomSettings {
  std::string name;
  std::vector<std::string> devices;  // ids; sensors and windows
  std::vector<std::string> outdoor;  // ids of devices that measure outdoors
};

struct Settings {
  std::string data = "./var";  // data folder
  std::string site;            // topic prefix, such as "campus/north"; empty: none
  LogSettings log;
  BrokerSettings mqtt;
  HttpSettings http;
  ClickHouseSettings clickhouse;
  JournalSettings journal;
  TriggerSettings trigger;
  IntakeSettings intake;
  RegistrySettings registry;
  MlSettings ml;
  HomeAssistantSettings home_assistant;
  std::vector<RoomSettings> rooms;
  std::vector<SourceSettings> sources;
  std::vector<CoverSettings> covers;
};

struct SettingsProblem {
  std::string where;  // "luft.yaml:12" or "LUFT_MQTT_PORT"
  std::string what;   // what is wrong, what is allowed, and the nearest known name
};

// Where a program of this machine reaches a server of ours that listens on `bind`.
[[nodiscard]] std::string reachable_at(const std::string& bind);

using Environment = std::map<std::string, std::string, std::less<>>;

// This process's environment.
[[nodiscard]] Environment process_environment();

// The file to read: `from_command_line` (--config), else LUFT_CONFIG, else ./luft.yaml when it is
// there; nullopt: none, defaults and environment only.
[[nodiscard]] std::optional<std::string> find_settings_file(
    const std::optional<std::string>& from_command_line, const Environment& environment);

// Reads the file (a missing or unreadable one is a problem) and the environment.
[[nodiscard]] std::expected<Settings, std::vector<SettingsProblem>> load_settings(
    const std::optional<std::string>& file, const Environment& environment);

// As load_settings, from text: pure. `name` stands for the file in problems.
[[nodiscard]] std::expected<Settings, std::vector<SettingsProblem>> read_settings(
    std::string_view yaml, std::string_view name, const Environment& environment);

// The same settings as LUFT_… variables, defaults too: what a supervisor hands to the services it
// starts, so that no file or variable of theirs says otherwise. Lists are not among them: they come
// from the file.
[[nodiscard]] Environment to_environment(const Settings& settings);

// One line of the reference: for docs, `luft doctor`, .env.example.
struct SettingDescription {
  std::string path;           // "mqtt.port"
  std::string variable;       // "LUFT_MQTT_PORT"
  std::string allowed;        // "a whole number from 1 to 65535"
  std::string default_value;  // as one would write it; may be empty
  std::string meaning;        // one line
};
[[nodiscard]] std::vector<SettingDescription> describe_settings();

}  // namespace luft::runtime

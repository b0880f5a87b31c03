// One plain struct per table that the hub fills. Members are in the order and the units of the
// table's columns (store/tables.h joins the two; schema/*.sql says what each column means).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luft::store {

using TimeMs = std::chrono::sys_time<std::chrono::milliseconds>;

// Where a reading's time comes from.
enum class TimeSource : std::uint8_t {
  received,    // a bare number: when the hub got it
  anchored,    // the boot's anchor plus the device's uptime
  clock,       // the device's own synchronised clock
  unanchored,  // identified, but its boot has no anchor: when the hub got it
};

// Views, because hundreds of thousands a second pass: they must live until the row is encoded.
struct ReadingRow {
  std::string_view device;
  std::string_view metric;
  TimeMs time;
  TimeMs received;
  double value = 0;
  std::uint64_t boot = 0;  // 0, 0: a bare number
  std::uint64_t seq = 0;
  TimeSource time_source = TimeSource::received;
};

struct PredictionRow {
  TimeMs time;         // when the request went out
  std::string device;  // the window's
  std::string request_id;
  double temp = 0;               // °C
  double humidity = 0;           // %
  std::optional<double> volume;  // dB(A); empty: no microphone in the room
  std::optional<double> outdoor_temp;
  std::optional<double> position_before;  // %
  std::optional<double> position;         // %; empty: no answer
  std::optional<double> low;
  std::optional<double> high;
  std::optional<double> confidence;  // 0..1
  std::string model;
  std::optional<double> latency_ms;  // request out -> control in
  std::string trigger;               // why the hub asked
  std::string reason;                // why the model decided so
  std::string outcome;               // moved, unmoved, no_effect, refused: why, unanswered
  std::string request;               // the request's payload as sent
};

struct WindowActionRow {
  TimeMs time;
  std::string device;
  std::string request_id;  // empty: no decision behind it
  double from_pct = 0;
  double to_pct = 0;
  std::string cause;  // control, person, guard, calibration
  std::optional<double> confidence;
  std::optional<double> temp;
  std::optional<double> humidity;
  std::optional<double> sound_volume;
  std::string reason;
};

// What a person chose by hand, and the room then.
struct WishRow {
  std::string id;  // UUIDv7
  TimeMs time;
  std::string device;    // the window's
  std::string asked_by;  // page, home assistant
  double position = 0;   // %
  std::uint32_t hold_s = 0;
  std::optional<double> position_before;  // %
  double temp = 0;                        // °C
  double humidity = 0;                    // %
  std::optional<double> volume;           // dB(A); empty: no microphone in the room
  std::optional<double> outdoor_temp;
  std::string request;  // what the model would have been told then
};

// What a model in the shadow would have done, beside the one in force.
struct ShadowDecisionRow {
  TimeMs time;
  std::string device;  // the window's
  std::string request_id;
  std::string model;            // the one in the shadow
  double position = 0;          // %, where it would have put the window
  double confidence = 0;        // 0..1
  double in_force = 0;          // %, where the model in force put it
  std::optional<double> stood;  // %, where the window stood when both were asked
};

// The registry's present view of a device; the newest `updated` per device counts.
struct DeviceRow {
  std::string device;
  std::string name;
  std::string site;
  std::string room;
  std::string role;  // indoor, outdoor
  std::map<std::string, std::string> labels;
  std::string status;  // active, inactive, revoked
  std::vector<std::string> capabilities;
  std::string firmware;
  TimeMs registered_at;
  TimeMs last_seen;
  TimeMs updated;
};

struct DeviceEventRow {
  TimeMs time;
  std::string device;
  std::string event;   // registered, seen, lost, configured, updated, revoked, …
  std::string detail;  // for people
  std::uint64_t boot = 0;
};

struct QuarantineRow {
  TimeMs time;
  std::string device;  // empty when the topic names none
  std::string topic;
  std::string head;         // the payload's first bytes, raw
  std::uint64_t bytes = 0;  // of the whole payload
  std::string reason;
};

struct ServiceMetricRow {
  TimeMs time;
  std::string service;
  std::string name;
  std::map<std::string, std::string> labels;
  double value = 0;
};

struct ServiceEventRow {
  TimeMs time;
  std::string service;
  std::string level;  // info, warning, alarm
  std::string event;
  std::string message;
};

}  // namespace luft::store

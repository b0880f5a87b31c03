// All that the hub knows of one device, as people may see it. Plain data: the intake thread owns
// the devices and hands out immutable copies.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/device_config.h"
#include "contract/device_id.h"
#include "contract/inference.h"
#include "contract/metric.h"
#include "contract/reading.h"
#include "contract/window.h"
#include "hub/intake/cause.h"
#include "hub/intake/latest_readings.h"
#include "hub/intake/metadata.h"
#include "hub/intake/waiting.h"
#include "hub/moment.h"

namespace luft::hub {

// A device's place in the registry, from 1, given at registration and kept for ever: cheap to
// store and to look up by. 0 stands for whatever has no device: the registry's own entry
// "(unknown)" keeps its counts.
using DeviceNumber = std::uint32_t;
inline constexpr DeviceNumber kUnknownDevice = 0;

// What became of a device's readings (and of its other messages that were quarantined).
// received = accepted + duplicate + quarantined + dropped; accepted = stored + journaled.
struct Counts {
  std::uint64_t received = 0;
  std::uint64_t accepted = 0;
  std::uint64_t stored = 0;  // of the accepted ones: in the database and released by the journal
  std::uint64_t duplicate = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t dropped = 0;  // bare numbers beyond a limit
  std::uint64_t lost = 0;     // given up by the device before they arrived; not among `received`

  friend bool operator==(const Counts&, const Counts&) = default;
};

struct Window {
  contract::WindowState state;
  SystemTime time;  // when it said so
};

// What remains of a person's hold, from what the window said and when.
[[nodiscard]] std::uint32_t hold_left_s(const Window& window, SystemTime now);

// A decision of the model and what was asked.
struct Decision {
  contract::RequestId request_id;
  SystemTime time;  // of the request
  double position_pct = 0;
  double confidence = 0;
  std::optional<double> low_pct;
  std::optional<double> high_pct;
  std::string reason;
  std::string model;
  std::optional<double> latency_ms;  // request out -> control in
  // Empty, as latency_ms is, where it answers no request that the hub knows of.
  std::optional<double> temp_c;
  std::optional<double> humidity_pct;
  std::optional<double> volume_dba;
};

// What runs on it, as it says.
struct Build {
  std::string firmware;
  std::string chip;  // not kept on disk: it says so again with each start

  friend bool operator==(const Build&, const Build&) = default;
};

// The device's settings: what it should have, and what it says it has.
struct Configuration {
  contract::DeviceConfig desired{};  // version 0: nobody set anything
  std::optional<contract::ReportedConfig> reported{};

  friend bool operator==(const Configuration&, const Configuration&) = default;
};

// What it said last of a command or an update; not kept.
struct LastEvent {
  SystemTime time;
  std::string event;       // "identified", "refused"
  std::string reason;      // for people; may be empty
  std::string request_id;  // of the decision it is about; empty: about a wish or a command
};

// When the model was asked last, and why.
struct Firing {
  SystemTime time;  // epoch: never
  Cause why;
};

// In the order of their sizes: there may be a hundred thousand.
struct Device {
  DeviceNumber number = kUnknownDevice;
  std::uint32_t unanswered = 0;  // requests in a row that the model did not answer
  std::uint16_t sensors = 0;     // as it said: contract::sensor_bit
  contract::DeviceId id;
  Role role = Role::indoor;
  std::optional<bool> online;      // empty: it never said
  std::optional<bool> has_window;  // empty: it never said
  bool contested = false;          // two devices claim this name
  bool recorded = false;           // its readings are a recording's: they move no window
  bool wrong_clock = false;        // it dates its readings wrongly: they get the hub's time
  bool active = true;              // heard of lately
  bool removed = false;            // by a person: only its counts and receipts are left
  std::optional<Waiting> waiting;  // why it is not asked about now; empty: no window, or just asked
  std::shared_ptr<const Metadata> said;                // by people; null: nothing
  std::shared_ptr<const Configuration> configuration;  // null: nobody and it never said
  std::string room;                                    // in force; empty: a room of its own
  SystemTime first_seen;                               // registered: never changes
  SystemTime last_seen;
  std::shared_ptr<const Build> build;              // null: it never said
  std::optional<double> signal_dbm;                // of its radio, when it said info; not kept
  std::optional<std::uint32_t> free_memory_bytes;  // likewise
  LatestReadings readings;
  std::optional<contract::ReadingRef> newest;  // identified reading of its newest boot
  std::shared_ptr<const Window> window;        // null: it never said
  std::shared_ptr<const Decision> decision;
  std::shared_ptr<const LastEvent> last_event;  // null: none since the hub started
  Firing fired;
  Counts counts;

  // Whether people see it at all.
  [[nodiscard]] bool is_shown() const { return number != kUnknownDevice && !removed; }
  // As people call it.
  [[nodiscard]] std::string_view name() const {
    return said && said->name ? std::string_view{*said->name} : id.view();
  }
  [[nodiscard]] std::string_view firmware() const {
    return build ? std::string_view{build->firmware} : std::string_view{};
  }
  [[nodiscard]] std::string_view chip() const {
    return build ? std::string_view{build->chip} : std::string_view{};
  }
  // What it says it can: "window", and the metrics that it senses or was heard to.
  [[nodiscard]] std::vector<std::string_view> capabilities() const;
  // The same as a set of bits, to compare.
  [[nodiscard]] std::uint32_t capability_bits() const;
  // The metrics that it senses or was heard to, as contract::sensor_bit.
  [[nodiscard]] std::uint16_t sensed() const {
    return static_cast<std::uint16_t>(sensors | readings.metrics());
  }

  // Bare numbers may come from a device that never says that it has a window.
  [[nodiscard]] bool may_have_window() const {
    return role == Role::indoor && has_window.value_or(true);
  }
};

}  // namespace luft::hub

// What a device says of itself: status, info, events; and what it may be told: commands.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/limits.h"
#include "contract/metric.h"
#include "contract/parse_error.h"
#include "contract/text.h"

namespace luft::contract {

// `device/{id}/status`, `hub/status`, `ml/status`: the bare words `online` and `offline`.
enum class Presence : std::uint8_t { online, offline };

[[nodiscard]] std::expected<Presence, ParseError> parse_presence(std::string_view payload);
[[nodiscard]] std::string_view name(Presence presence);

// The `chip` of what sends recorded readings: none of them is news of a room that is there now, so
// no window moves because of it, whatever its time.
inline constexpr std::string_view kRecordingChip = "recording";

// How the device itself is: what tells why it restarts, or is about to.
struct DeviceDiagnostics {
  std::optional<std::uint32_t> lowest_free_memory_bytes{};  // since the start
  std::optional<std::uint32_t> largest_free_block_bytes{};
  std::optional<std::uint32_t> lowest_free_stack_bytes{};  // of the task that had least left
  std::optional<std::uint32_t> longest_round_ms{};         // between two rounds of its loop
  std::optional<std::uint32_t> brown_outs{};               // since it was set up
  std::optional<bool> crash_dump{};                        // one waits in its flash

  friend bool operator==(const DeviceDiagnostics&, const DeviceDiagnostics&) = default;
};

// `device/{id}/info`, retained. Everything but `boot` is optional on the wire.
struct DeviceInfo {
  std::uint64_t boot = 0;
  Text<32> firmware{};      // version
  Text<32> chip{};          // "esp32c3", "virtual", kRecordingChip
  Text<32> reset_reason{};  // "power on", "brown-out"
  std::optional<double> rssi_dbm{};
  std::optional<std::uint32_t> free_memory_bytes{};
  std::optional<bool> window{};            // it can move a window; empty: not said
  std::optional<std::uint16_t> sensors{};  // bit per Metric, see sensor_bit; empty: not said
  DeviceDiagnostics diagnostics{};

  friend bool operator==(const DeviceInfo&, const DeviceInfo&) = default;
};

[[nodiscard]] constexpr std::uint16_t sensor_bit(Metric metric) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(metric));
}

// Members: `boot`, `firmware`, `chip`, `reset_reason`, `rssi`, `free_memory`, `window`, `sensors`
// (array of metric names; unknown ones are ignored), `lowest_memory`, `largest_block`,
// `lowest_stack`, `longest_round_ms`, `brown_outs`, `crash_dump`.
[[nodiscard]] std::expected<DeviceInfo, ParseError> parse_device_info(std::string_view payload);
[[nodiscard]] std::string_view write_device_info(const DeviceInfo& info, std::span<char> buffer);

// `device/{id}/event`: the result of a command, or a refusal with its reason.
struct DeviceEvent {
  Text<32> event{};  // "refused", "identified", "restarting"
  std::optional<Text<kMaxRequestIdLength>> request_id{};
  std::optional<Text<kMaxReasonLength>> reason{};

  friend bool operator==(const DeviceEvent&, const DeviceEvent&) = default;
};

[[nodiscard]] std::expected<DeviceEvent, ParseError> parse_device_event(std::string_view payload);
[[nodiscard]] std::string_view write_device_event(const DeviceEvent& event, std::span<char> buffer);

// `device/{id}/command`. What an update says besides, contract/update.h reads.
enum class DeviceCommand : std::uint8_t { identify, calibrate, restart, update };

[[nodiscard]] std::expected<DeviceCommand, ParseError> parse_device_command(
    std::string_view payload);
[[nodiscard]] std::string_view write_device_command(DeviceCommand command, std::span<char> buffer);

}  // namespace luft::contract

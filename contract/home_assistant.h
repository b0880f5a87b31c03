// What Luft and Home Assistant say to each other: a device introduces itself by MQTT device
// discovery (Home Assistant 2024.11 or newer), the hub says how it is on one retained topic, and
// people's wishes come back on another. On the host only; what comes from outside is only
// parse_home_assistant_set's. docs/home-assistant.md is the page for readers.
//
// Source: https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "contract/control.h"
#include "contract/device.h"
#include "contract/metric.h"
#include "contract/window.h"

namespace luft::contract {

// Where the topics are.
struct HomeAssistantNames {
  std::string_view prefix = "homeassistant";  // of discovery, as Home Assistant is configured
  std::string_view site = {};                 // of our own topics, without its last slash
};

// All whole: with the site's prefix where it is ours.
struct HomeAssistantTopics {
  std::string config;  // {prefix}/device/{id}/config, retained; empty payload: the device is gone
  std::string state;   // home_assistant/{id}/state, retained
  std::string set;     // home_assistant/{id}/set
};
[[nodiscard]] HomeAssistantTopics home_assistant_topics(const HomeAssistantNames& names,
                                                        std::string_view device_id);

struct HomeAssistantDevice {
  std::string_view id;
  std::string_view name;      // as people call it
  std::string_view room;      // proposed as its area; empty: none
  std::string_view firmware;  // empty: it never said
  bool window = false;
  std::uint16_t sensors = 0;  // as contract::sensor_bit

  friend bool operator==(const HomeAssistantDevice&, const HomeAssistantDevice&) = default;
};

// The discovery payload. `version`: of the hub.
[[nodiscard]] std::string home_assistant_config(const HomeAssistantDevice& device,
                                                const HomeAssistantNames& names,
                                                std::string_view version);

// What the state topic says. What is empty is shown there as unknown.
struct HomeAssistantState {
  Presence presence = Presence::offline;
  std::array<std::optional<double>, kMetricCount> readings{};
  std::optional<WindowState> window{};  // its hold_s as it is now
  std::optional<WindowControl> decision{};
};
[[nodiscard]] std::string write_home_assistant_state(const HomeAssistantState& state);

// The hold that is offered there: the shortest that is at least `hold_s`.
[[nodiscard]] std::string_view home_assistant_hold(std::uint32_t hold_s);

// Hold the window where it is, or where it is going.
struct HoldPosition {
  std::uint32_t hold_s = 0;
  friend bool operator==(const HoldPosition&, const HoldPosition&) = default;
};
using HomeAssistantSet = std::variant<WindowSet, HoldPosition>;

// Whatever `window/{id}/set` takes, and `{"hold_s":…}` without a position.
[[nodiscard]] std::expected<HomeAssistantSet, ParseError> parse_home_assistant_set(
    std::string_view payload);
[[nodiscard]] std::string_view write_home_assistant_set(const HomeAssistantSet& set,
                                                        std::span<char> buffer);

}  // namespace luft::contract

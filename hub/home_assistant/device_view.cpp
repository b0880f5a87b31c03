#include "hub/home_assistant/device_view.h"

namespace luft::hub {
namespace {

contract::WindowControl control_of(const Decision& decision) {
  contract::WindowControl control;
  control.position_pct = decision.position_pct;
  control.confidence = decision.confidence;
  control.low_pct = decision.low_pct;
  control.high_pct = decision.high_pct;
  if (!decision.model.empty())
    control.model = decltype(control.model)::value_type::cut(decision.model);
  if (!decision.reason.empty()) {
    control.reason = decltype(control.reason)::value_type::cut(decision.reason);
  }
  return control;
}

}  // namespace

bool is_for_home_assistant(const Device& device) {
  if (!device.is_shown() || device.recorded) return false;
  return device.has_window == true || device.sensed() != 0;
}

contract::HomeAssistantDevice introduction_of(const Device& device) {
  return {.id = device.id.view(),
          .name = device.name(),
          .room = device.room,
          .firmware = device.firmware(),
          .window = device.has_window == true,
          .sensors = device.sensed()};
}

contract::HomeAssistantState state_of(const Device& device, SystemTime now,
                                      std::chrono::seconds silent_after) {
  contract::HomeAssistantState state;
  const bool is_there = device.active && device.online.value_or(true);
  state.presence = is_there ? contract::Presence::online : contract::Presence::offline;
  for (const contract::MetricInfo& each : contract::all_metrics()) {
    const LatestReading latest = device.readings.of(each.metric);
    if (latest.time == SystemTime{} || now - latest.time > silent_after) continue;
    state.readings[static_cast<std::size_t>(each.metric)] = latest.value;
  }
  if (device.window) {
    state.window = device.window->state;
    state.window->hold_s = hold_left_s(*device.window, now);
  }
  if (device.decision) state.decision = control_of(*device.decision);
  return state;
}

}  // namespace luft::hub

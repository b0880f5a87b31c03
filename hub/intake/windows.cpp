#include "hub/intake/windows.h"

#include "hub/intake/average.h"

namespace luft::hub {

using contract::Metric;

namespace {

// When the window said that it is as `state` has it: what the broker remembers and is known here
// was said when it came first, not with each connection. A fault is not kept on disk.
SystemTime time_said(const Device& device, contract::WindowState state, contract::Retain retained,
                     SystemTime now) {
  if (retained == contract::Retain::no || !device.window) return now;
  state.fault = device.window->state.fault;
  return state == device.window->state ? device.window->time : now;
}

}  // namespace

void Windows::on_control(DeviceNumber window, const contract::WindowControl& control, Moment now) {
  ++totals_.controls;
  asking_.on_control(window);
  auto decision = decisions_.on_control(window, control, now);
  if (decision->latency_ms) {
    control_latency_.add(std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double, std::milli>{*decision->latency_ms}));
  }
  registry_.change(window).decision = std::move(decision);
}

void Windows::on_state(DeviceNumber window, const contract::WindowState& state,
                       contract::Retain retained, Moment now, Outcome& outcome) {
  Device& device = registry_.change(window);
  device.has_window = true;
  device.window = std::make_shared<const Window>(
      Window{.state = state, .time = time_said(device, state, retained, now.wall)});
  if (const auto movement = trackers_[window].on_state(state, now.wall)) {
    keep(window, *movement, outcome);
  }
}

void Windows::keep(DeviceNumber window, const Movement& movement, Outcome& outcome) {
  ++totals_.movements;
  store::WindowActionRow row;
  row.time = movement.began;
  row.device = registry_[window].id.view();
  row.from_pct = movement.from_pct;
  row.to_pct = movement.to_pct;
  row.cause = contract::name(movement.cause);
  row.reason = movement.reason;
  row.temp = room_value(window, Metric::temperature, movement.began);
  row.humidity = room_value(window, Metric::humidity, movement.began);
  row.sound_volume = room_value(window, Metric::sound_volume, movement.began);
  if (movement.request_id) {
    row.request_id = movement.request_id->view();
    row.confidence = decisions_.confidence_of(window, *movement.request_id);
    decisions_.on_movement(window, *movement.request_id);
  }
  outcome.journal.rows.add(row);
}

void Windows::on_event(DeviceNumber device, const contract::DeviceEvent& event, Moment now,
                       Outcome& outcome) {
  const std::string_view reason = event.reason ? event.reason->view() : std::string_view{};
  store::DeviceEventRow row;
  row.time = now.wall;
  row.device = registry_[device].id.view();
  row.event = event.event.view();
  row.detail = reason;
  outcome.journal.rows.add(row);
  registry_.show(device).last_event = std::make_shared<const LastEvent>(
      LastEvent{.time = now.wall,
                .event = row.event,
                .reason = std::string{reason},
                .request_id = event.request_id ? std::string{event.request_id->view()} : ""});
  if (event.request_id && event.event.view() == "refused") {
    decisions_.on_refusal(device, *event.request_id, reason);
  }
}

void Windows::on_shadow(DeviceNumber window, const contract::ShadowDecision& decision, Moment now,
                        Outcome& outcome) const {
  store::ShadowDecisionRow row;
  row.time = now.wall;
  row.device = registry_[window].id.view();
  if (decision.request_id) row.request_id = decision.request_id->view();
  row.model = decision.model.view();
  row.position = decision.position_pct;
  row.confidence = decision.confidence;
  row.in_force = decision.in_force_pct;
  row.stood = decision.stood_pct;
  outcome.journal.rows.add(row);
}

void Windows::restore(DeviceNumber window) {
  const auto& last = registry_[window].window;
  if (last) trackers_[window].restore(last->state.position_pct);
}

// The average over the room's devices that measured it lately.
std::optional<double> Windows::room_value(DeviceNumber window, Metric metric,
                                          SystemTime now) const {
  Average average{metric};
  for (const DeviceNumber member : registry_.room_of(window)) {
    const LatestReading latest = registry_[member].readings.of(metric);
    if (now - latest.time > freshness_) continue;
    average.add(latest.value);
  }
  return average.value();
}

}  // namespace luft::hub

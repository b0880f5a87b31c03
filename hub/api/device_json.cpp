// Devices as the API shows them.
#include <algorithm>

#include "hub/api/json.h"
#include "hub/api/json_values.h"

namespace luft::hub::api {
namespace {

Json readings(const Device& device) {
  Json all = Json::object();
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    const LatestReading latest = device.readings.of(metric.metric);
    if (latest.time == SystemTime{}) continue;
    all[metric.name] = {
        {"value", latest.value}, {"unit", metric.unit}, {"time_ms", unix_ms(latest.time)}};
  }
  return all;
}

Json window(const Window& window) {
  const contract::WindowState& state = window.state;
  Json hold_until = nullptr;
  if (state.hold_s && *state.hold_s > 0) {
    hold_until = unix_ms(window.time + std::chrono::seconds{*state.hold_s});
  }
  return {{"position", state.position_pct},
          {"target", state.target_pct},
          {"moving", state.moving},
          {"cause", contract::name(state.cause)},
          {"reason", state.reason ? maybe_text(state.reason->view()) : Json(nullptr)},
          {"fault", state.fault ? maybe_text(state.fault->view()) : Json(nullptr)},
          {"hold_until_ms", hold_until},
          {"request_id", state.request_id ? maybe_text(state.request_id->view()) : Json(nullptr)},
          {"time_ms", unix_ms(window.time)}};
}

Json labels(const Device& device) {
  return device.said ? Json(device.said->labels) : Json::object();
}

// Why the model was asked, or is not. Null: it has no window, or nothing came yet.
Json trigger(const Device& device) {
  const bool asked = device.fired.time != SystemTime{};
  if (!asked && !device.waiting) return nullptr;
  return {{"fired_ms", asked ? Json(unix_ms(device.fired.time)) : Json(nullptr)},
          {"why", asked ? Json(text(device.fired.why)) : Json(nullptr)},
          {"waiting", device.waiting ? Json(hub::text(*device.waiting)) : Json(nullptr)},
          {"unanswered", device.unanswered}};
}

Json last_event(const LastEvent& last) {
  return {{"time_ms", unix_ms(last.time)},
          {"event", last.event},
          {"reason", maybe_text(last.reason)},
          {"request_id", maybe_text(last.request_id)}};
}

// Whether the settings it should have are in force. Null: nobody set any.
Json settings_state(const Device& device) {
  if (!device.configuration || device.configuration->desired.version == 0) return nullptr;
  const auto& [desired, reported] = *device.configuration;
  if (!reported || reported->in_force.version < desired.version) return "waiting";
  return reported->refused().empty() ? "in_force" : "refused";
}

// The newest of what its radio reported as a reading and in its info.
Json signal(const Device& device) {
  const LatestReading reading = device.readings.of(contract::Metric::rssi);
  if (reading.time != SystemTime{}) return reading.value;
  return maybe(device.signal_dbm);
}

// Where they differ from luft.yaml.
Json trigger_settings(const Device& device) {
  Json all = Json::object();
  if (!device.said) return all;
  for (std::size_t i = 0; i < TriggerOverrides::kNames.size(); ++i) {
    const auto& value = device.said->trigger.values[i];
    if (value) all[std::string{TriggerOverrides::kNames[i]}] = *value;
  }
  return all;
}

}  // namespace

Json counts_value(const Counts& counts, std::uint64_t journaled) {
  return {{"received", counts.received},
          {"stored", counts.stored},
          {"journaled", journaled},
          {"duplicate", counts.duplicate},
          {"quarantined", counts.quarantined},
          {"dropped", counts.dropped},
          {"lost", counts.lost}};
}

Json device_value(const Device& device) {
  const std::string_view id = device.id.view();
  return {{"id", id},
          {"name", device.name()},
          {"room", device.room.empty() ? id : std::string_view{device.room}},
          {"role", device.role == Role::outdoor ? "outdoor" : "indoor"},
          {"online", maybe(device.online)},
          {"status", device.active ? "active" : "inactive"},
          {"labels", labels(device)},
          {"capabilities", device.capabilities()},
          {"firmware", maybe_text(device.firmware())},
          {"chip", maybe_text(device.chip())},
          {"signal_dbm", signal(device)},
          {"free_memory_bytes", maybe(device.free_memory_bytes)},
          {"settings", settings_state(device)},
          {"last_event", device.last_event ? last_event(*device.last_event) : Json(nullptr)},
          {"contested", device.contested},
          {"wrong_clock", device.wrong_clock},
          {"first_seen_ms", unix_ms(device.first_seen)},
          {"last_seen_ms", unix_ms(device.last_seen)},
          {"has_window", maybe(device.has_window)},
          {"readings", readings(device)},
          {"window", device.window ? window(*device.window) : Json(nullptr)},
          {"decision", device.decision ? decision_value(id, *device.decision) : Json(nullptr)},
          {"trigger", trigger(device)},
          {"trigger_settings", trigger_settings(device)},
          {"counts", counts_value(device.counts, device.counts.accepted - device.counts.stored)}};
}

std::string removed_json(const Device& one) {
  return text(Json::object({{"id", one.id.view()}}));
}

std::string device_json(const Device& one) {
  return text(device_value(one));
}

std::optional<DevicePage> page_of(const Snapshot& snapshot, std::string_view after,
                                  std::size_t limit) {
  const auto& all = snapshot.devices;
  auto from = all.begin();
  if (!after.empty()) {
    from = std::ranges::find(all, after, [](const auto& each) { return each->id.view(); });
    if (from == all.end()) return std::nullopt;
    ++from;
  }
  DevicePage page;
  for (; from != all.end(); ++from) {
    if (!(*from)->is_shown()) continue;
    page.is_last = page.devices.size() < limit;
    if (!page.is_last) break;
    page.devices.push_back(*from);
  }
  return page;
}

std::string devices_json(const DevicePage& page) {
  Json all = Json::array();
  for (const auto& each : page.devices) all.push_back(device_value(*each));
  return text({{"devices", std::move(all)},
               {"next", page.is_last ? Json(nullptr) : Json(page.devices.back()->id.view())}});
}

}  // namespace luft::hub::api

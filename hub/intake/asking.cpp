#include "hub/intake/asking.h"

#include <algorithm>
#include <array>

#include "contract/device.h"
#include "contract/limits.h"
#include "hub/intake/average.h"

namespace luft::hub {

using contract::Metric;

namespace {

// A sensor that jumps has no slope that a room has: the model would refuse the whole request.
std::optional<double> at_most(double steepest, std::optional<double> trend) {
  return trend ? std::optional{std::clamp(*trend, -steepest, steepest)} : std::nullopt;
}

}  // namespace

Asking::Asking(const runtime::TriggerSettings& settings, Registry& registry, Decisions& decisions,
               Totals& totals, runtime::UuidMaker request_ids)
    : settings_(settings),
      registry_(registry),
      decisions_(decisions),
      totals_(totals),
      request_ids_(std::move(request_ids)),
      hazards_(settings.freshness) {}

void Asking::on_live_reading(const LiveReading& reading, Moment now, Outcome& outcome) {
  if (OutdoorHazards::watches(reading.metric)) return on_weather(reading, now, outcome);
  if (!Trigger::watches(reading.metric)) return;
  for (const DeviceNumber window : registry_.room_of(reading.device)) {
    if (!registry_[window].may_have_window()) continue;
    Trigger& trigger = trigger_of(window);
    trigger.on_reading(reading.metric, reading.value, reading.sampled);
    ask(window, trigger, now, outcome);
  }
}

// Only where it begins: how the weather goes on is in the requests that follow.
void Asking::on_weather(const LiveReading& reading, Moment now, Outcome& outcome) {
  if (registry_[reading.device].role != Role::outdoor || !hazards_.begins_with(reading)) return;
  for (DeviceNumber window = 0; window < triggers_.size(); ++window) {
    if (!triggers_[window]) continue;
    const auto outdoors = registry_.outdoors_of(window);
    if (std::ranges::find(outdoors, reading.device) == outdoors.end()) continue;
    triggers_[window]->on_hazard(reading.metric, reading.value);
    ask(window, *triggers_[window], now, outcome);
  }
}

void Asking::on_control(DeviceNumber window) {
  if (window < triggers_.size() && triggers_[window]) triggers_[window]->on_answer();
}

void Asking::tick(Moment now, Outcome& outcome) {
  for (DeviceNumber window = 0; window < triggers_.size(); ++window) {
    if (triggers_[window]) ask(window, *triggers_[window], now, outcome);
  }
}

void Asking::ask(DeviceNumber window, Trigger& trigger, Moment now, Outcome& outcome) {
  const Device& device = registry_[window];
  if (!device.may_have_window()) return explain(window, std::nullopt, 0);
  if (device.contested) return explain(window, Waiting::contested, trigger.unanswered());
  if (has_microphone(window, now.wall)) trigger.expect_sound();
  const runtime::TriggerSettings settings = settings_of(device);
  auto fired = trigger.ask(settings, now.steady);
  if (!fired) return explain(window, fired.error(), trigger.unanswered());
  const contract::DeviceId id = device.id;
  explain(window, Waiting::answer, trigger.unanswered());
  const contract::InferenceRequest request = request_for(window, fired->inputs, now);
  std::array<char, contract::kMaxMessageBytes> buffer;
  std::string payload{contract::write_inference_request(request, buffer)};
  outcome.publications.push_back(
      {.topic = contract::topic_name(
           {.kind = contract::TopicKind::inference_request, .device = id, .metric = {}}),
       .payload = payload,
       .expiry_s = static_cast<std::uint32_t>(settings.request_timeout.count())});
  ++totals_.requests;
  registry_.change(window).fired = {.time = now.wall, .why = fired->why};
  decisions_.on_request({.window = window,
                         .id = id,
                         .request = request,
                         .payload = std::move(payload),
                         .why = fired->why,
                         .answer_timeout = settings.request_timeout},
                        now);
}

void Asking::explain(DeviceNumber window, std::optional<Waiting> waiting,
                     std::uint32_t unanswered) {
  if (registry_[window].waiting == waiting && registry_[window].unanswered == unanswered) return;
  Device& device = registry_.show(window);
  device.waiting = waiting;
  device.unanswered = unanswered;
}

runtime::TriggerSettings Asking::settings_of(const Device& device) const {
  return device.said ? device.said->trigger.over(settings_) : settings_;
}

std::optional<contract::InferenceRequest> Asking::would_ask(DeviceNumber window, Moment now) {
  if (window >= triggers_.size() || !triggers_[window]) return std::nullopt;
  const auto inputs = triggers_[window]->inputs(settings_of(registry_[window]), now.steady);
  if (!inputs) return std::nullopt;
  return request_for(window, *inputs, now);
}

contract::InferenceRequest Asking::request_for(DeviceNumber window, const RoomInputs& inputs,
                                               Moment now) {
  const Device& device = registry_[window];
  contract::InferenceRequest request;
  request.temp_c = inputs.temp_c;
  request.humidity_pct = inputs.humidity_pct;
  request.volume_dba = inputs.volume_dba;
  request.request_id = contract::RequestId::cut(request_ids_.make(now.wall));
  request.as_of = device.newest;
  if (device.window) request.position_pct = device.window->state.position_pct;
  request.hold_s = hold_s(device, now.wall);
  request.time_ms = static_cast<std::uint64_t>(now.wall.time_since_epoch().count());
  request.utc_offset_s = utc_offset_s_;
  request.temp_trend_c_per_h =
      at_most(contract::kSteepestTemperature_k_per_h, inputs.temp_trend_c_per_h);
  request.humidity_trend_pct_per_h =
      at_most(contract::kSteepestHumidity_pct_per_h, inputs.humidity_trend_pct_per_h);
  request.co2_ppm = inputs.co2_ppm;
  request.outdoor_temp_c = outdoors(window, Metric::temperature, now.wall);
  request.outdoor_humidity_pct = outdoors(window, Metric::humidity, now.wall);
  request.rain_mm_per_h = outdoors(window, Metric::rain, now.wall);
  request.wind_speed_m_s = outdoors(window, Metric::wind_speed, now.wall);
  return request;
}

// What remains of a person's hold, by what the window said last.
std::optional<std::uint32_t> Asking::hold_s(const Device& device, SystemTime now) {
  if (!device.window || !device.window->state.hold_s) return std::nullopt;
  const auto end = device.window->time + std::chrono::seconds{*device.window->state.hold_s};
  const auto left = std::chrono::ceil<std::chrono::seconds>(end - now);
  if (left <= std::chrono::seconds{0}) return std::nullopt;
  return static_cast<std::uint32_t>(
      std::min<std::int64_t>(left.count(), contract::kMaxHoldSeconds));
}

// Whether one of the room's devices says so, or was heard to have one, lately.
bool Asking::has_microphone(DeviceNumber window, SystemTime now) const {
  for (const DeviceNumber member : registry_.room_of(window)) {
    const Device& device = registry_[member];
    if (!device.active || device.recorded) continue;
    if ((device.sensors & contract::sensor_bit(Metric::sound_volume)) != 0) return true;
    const SystemTime heard = device.readings.of(Metric::sound_volume).time;
    if (now - heard <= Trigger::kMicrophoneForgotten) return true;
  }
  return false;
}

// Over the room's outdoor devices that measured it lately: the highest where it closes windows,
// else the average.
std::optional<double> Asking::outdoors(DeviceNumber window, Metric metric, SystemTime now) const {
  Average average{metric};
  std::optional<double> highest;
  for (const DeviceNumber outdoor : registry_.outdoors_of(window)) {
    if (registry_[outdoor].recorded) continue;
    const LatestReading latest = registry_[outdoor].readings.of(metric);
    if (now - latest.time > settings_.freshness) continue;
    average.add(latest.value);
    highest = std::max(highest.value_or(latest.value), latest.value);
  }
  return OutdoorHazards::watches(metric) ? highest : average.value();
}

void Asking::forget_room(DeviceNumber window) {
  if (window >= triggers_.size() || !triggers_[window]) return;
  const auto asked = triggers_[window]->asked();
  *triggers_[window] = Trigger{};
  if (asked) triggers_[window]->restore(*asked);
}

std::optional<KeptAsking> Asking::kept(DeviceNumber window, Moment now) const {
  if (window >= triggers_.size() || !triggers_[window]) return std::nullopt;
  const auto& asked = triggers_[window]->asked();
  if (!asked) return std::nullopt;
  const auto ago = std::chrono::floor<std::chrono::milliseconds>(now.steady - asked->at);
  return KeptAsking{.at = now.wall - ago, .values = asked->values};
}

void Asking::restore(DeviceNumber window, const KeptAsking& kept, Moment now) {
  trigger_of(window).restore({.at = now.steady_at(kept.at), .values = kept.values});
}

Trigger& Asking::trigger_of(DeviceNumber window) {
  if (window >= triggers_.size()) triggers_.resize(std::size_t{window} + 1);
  if (!triggers_[window]) triggers_[window] = std::make_unique<Trigger>();
  return *triggers_[window];
}

}  // namespace luft::hub

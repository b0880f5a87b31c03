#include "hub/intake/asking.h"

#include <array>

#include "contract/limits.h"

namespace luft::hub {

using contract::Metric;

Asking::Asking(const runtime::TriggerSettings& settings, Registry& registry, Decisions& decisions,
               Totals& totals, runtime::UuidMaker request_ids)
    : settings_(settings),
      registry_(registry),
      decisions_(decisions),
      totals_(totals),
      request_ids_(std::move(request_ids)) {}

void Asking::on_live_reading(const LiveReading& reading, Moment now, Outcome& outcome) {
  if (!Trigger::watches(reading.metric)) return;
  for (const DeviceNumber window : registry_.room_of(reading.device)) {
    if (!registry_[window].may_have_window()) continue;
    Entry& entry = entry_of(window);
    entry.trigger.on_reading(reading.metric, reading.value, reading.sampled);
    ask(window, entry, now, outcome);
  }
}

void Asking::on_control(DeviceNumber window) {
  if (window < entries_.size() && entries_[window]) entries_[window]->trigger.on_answer();
}

void Asking::tick(Moment now, Outcome& outcome) {
  for (DeviceNumber window = 0; window < entries_.size(); ++window) {
    if (entries_[window]) ask(window, *entries_[window], now, outcome);
  }
}

void Asking::ask(DeviceNumber window, Entry& entry, Moment now, Outcome& outcome) {
  const Device& device = registry_[window];
  if (!device.may_have_window() || device.contested) return;
  auto fired = entry.trigger.ask(settings_, now.steady);
  if (!fired) {
    entry.waiting = fired.error();
    return;
  }
  entry.waiting.reset();
  const contract::InferenceRequest request = request_for(window, fired->inputs, now);
  std::array<char, contract::kMaxMessageBytes> buffer;
  std::string payload{contract::write_inference_request(request, buffer)};
  outcome.publications.push_back(
      {.topic = contract::topic_name(
           {.kind = contract::TopicKind::inference_request, .device = device.id, .metric = {}}),
       .payload = payload,
       .expiry_s = static_cast<std::uint32_t>(settings_.request_timeout.count())});
  ++totals_.requests;
  registry_.change(window).fired =
      std::make_shared<const Firing>(Firing{.time = now.wall, .why = fired->why});
  decisions_.on_request({.window = window,
                         .id = device.id,
                         .request = request,
                         .payload = std::move(payload),
                         .why = std::move(fired->why)},
                        now);
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
  request.time_ms = static_cast<std::uint64_t>(now.wall.time_since_epoch().count());
  request.utc_offset_s = utc_offset_s_;
  request.temp_trend_c_per_h = inputs.temp_trend_c_per_h;
  request.humidity_trend_pct_per_h = inputs.humidity_trend_pct_per_h;
  request.co2_ppm = inputs.co2_ppm;
  request.outdoor_temp_c = outdoors(window, Metric::temperature, now.wall);
  request.outdoor_humidity_pct = outdoors(window, Metric::humidity, now.wall);
  request.rain_mm_per_h = outdoors(window, Metric::rain, now.wall);
  request.wind_speed_m_s = outdoors(window, Metric::wind_speed, now.wall);
  return request;
}

// The average over the room's outdoor devices that measured it lately.
std::optional<double> Asking::outdoors(DeviceNumber window, Metric metric, SystemTime now) const {
  double sum = 0;
  int count = 0;
  for (const DeviceNumber outdoor : registry_.outdoors_of(window)) {
    if (registry_[outdoor].recorded) continue;
    const LatestReading& latest = registry_[outdoor].readings[static_cast<std::size_t>(metric)];
    if (now - latest.time > settings_.freshness) continue;
    sum += latest.value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

std::optional<Waiting> Asking::waiting(DeviceNumber window) const {
  if (window >= entries_.size() || !entries_[window]) return std::nullopt;
  return entries_[window]->waiting;
}

std::optional<KeptAsking> Asking::kept(DeviceNumber window, Moment now) const {
  if (window >= entries_.size() || !entries_[window]) return std::nullopt;
  const auto& asked = entries_[window]->trigger.asked();
  if (!asked) return std::nullopt;
  const auto ago = std::chrono::floor<std::chrono::milliseconds>(now.steady - asked->at);
  return KeptAsking{.at = now.wall - ago, .values = asked->values};
}

void Asking::restore(DeviceNumber window, const KeptAsking& kept, Moment now) {
  entry_of(window).trigger.restore({.at = now.steady_at(kept.at), .values = kept.values});
}

Asking::Entry& Asking::entry_of(DeviceNumber window) {
  if (window >= entries_.size()) entries_.resize(std::size_t{window} + 1);
  if (!entries_[window]) entries_[window] = std::make_unique<Entry>();
  return *entries_[window];
}

}  // namespace luft::hub

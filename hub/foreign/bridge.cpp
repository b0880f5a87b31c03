#include "hub/foreign/bridge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "contract/control.h"
#include "contract/device.h"
#include "contract/limits.h"
#include "contract/reading.h"

namespace luft::hub {

using contract::Metric;
using contract::Retain;
using contract::Topic;
using contract::TopicKind;

namespace {

std::string name_of(const Topic& topic) {
  return std::string{contract::topic_name(topic).view()};
}

Topic reading_topic(const contract::DeviceId& device, Metric metric) {
  return {.kind = TopicKind::reading, .device = device, .metric = metric};
}

Topic device_topic(TopicKind kind, const contract::DeviceId& device) {
  return {.kind = kind, .device = device, .metric = {}};
}

}  // namespace

Bridge::Bridge(const runtime::Settings& settings)
    : prefix_(settings.site.empty() ? "" : settings.site + "/"),
      sources_(settings.sources),
      introductions_(settings) {
  for (const runtime::CoverSettings& cover : settings.covers) add_window(cover, settings);
}

// Its room's sensors warn it; a window in no room has only what comes under its own name.
void Bridge::add_window(const runtime::CoverSettings& cover, const runtime::Settings& settings) {
  const WindowIndex index = windows_.size();
  const auto device = contract::DeviceId::cut(cover.device);
  windows_.push_back({.device = device,
                      .cover = Cover{cover},
                      .weather = Weather{settings.trigger.freshness},
                      .state_pointer = cover.state_pointer});
  windows_by_device_.emplace(device, index);
  if (!cover.state_topic.empty()) windows_by_state_topic_[cover.state_topic].push_back(index);

  std::set<std::string> indoor{cover.device};
  std::set<std::string> outdoor;
  for (const runtime::RoomSettings& room : settings.rooms) {
    if (std::ranges::find(room.devices, cover.device) == room.devices.end()) continue;
    indoor.insert(room.devices.begin(), room.devices.end());
    outdoor.insert(room.outdoor.begin(), room.outdoor.end());
  }
  for (const std::string& each : indoor) {
    if (!outdoor.contains(each)) watch(each, Metric::temperature, index);
  }
  indoor.insert(outdoor.begin(), outdoor.end());
  for (const std::string& each : indoor) {
    watch(each, Metric::rain, index);
    watch(each, Metric::wind_speed, index);
  }
}

void Bridge::watch(const std::string& device, Metric metric, WindowIndex window) {
  weather_by_topic_[name_of(reading_topic(contract::DeviceId::cut(device), metric))].push_back(
      window);
}

std::vector<std::string> Bridge::topics() const {
  // First what we said before a restart, so that the broker sends it first.
  std::vector<std::string> topics;
  for (const Window& window : windows_) {
    topics.push_back(ours(device_topic(TopicKind::window_state, window.device)));
  }
  std::set<std::string> all;
  for (std::string& topic : sources_.topics()) all.insert(std::move(topic));
  for (const auto& [topic, windows] : windows_by_state_topic_) all.insert(topic);
  for (const auto& [topic, windows] : weather_by_topic_) all.insert(prefix_ + topic);
  for (const contract::DeviceId& device : introductions_.devices()) {
    all.insert(ours(device_topic(TopicKind::device_info, device)));
  }
  for (const Window& window : windows_) {
    for (const TopicKind kind : {TopicKind::window_control, TopicKind::window_set}) {
      all.insert(ours(device_topic(kind, window.device)));
    }
  }
  topics.insert(topics.end(), all.begin(), all.end());
  return topics;
}

void Bridge::recall(const contract::DeviceId& window, const contract::WindowState& state,
                    Moment now) {
  const auto at = windows_by_device_.find(window);
  if (at != windows_by_device_.end()) windows_[at->second].cover.recall(state, now);
}

void Bridge::on_message(std::string_view topic, std::string_view payload, Retain retained,
                        Moment now, std::vector<ForeignPublication>& out) {
  if (topic.starts_with(prefix_)) {
    if (const auto known = contract::parse_topic(topic.substr(prefix_.size()))) {
      return take_ours(*known, payload, retained, now, out);
    }
  }
  take_theirs(topic, payload, retained, now, out);
}

// What cannot be understood is left to the intake, which quarantines it: it hears the same topics.
void Bridge::take_ours(const Topic& topic, std::string_view payload, Retain retained, Moment now,
                       std::vector<ForeignPublication>& out) {
  if (topic.kind == TopicKind::reading) {
    const auto watchers = weather_by_topic_.find(name_of(topic));
    const auto reading = contract::parse_reading(topic.metric, payload);
    if (watchers == weather_by_topic_.end() || !reading || retained == Retain::yes) return;
    for (const WindowIndex each : watchers->second) {
      windows_[each].weather.on_reading(topic.device, topic.metric, reading->value, now.steady);
    }
    return;
  }
  if (topic.kind == TopicKind::device_info) return introductions_.on_info(topic.device, payload);
  const auto at = windows_by_device_.find(topic.device);
  if (at == windows_by_device_.end()) return;
  Window& window = windows_[at->second];
  CoverOutput output;
  if (topic.kind == TopicKind::window_state) {
    const auto state = contract::parse_window_state(payload);
    if (state && retained == Retain::yes) window.cover.on_kept_state(*state, now);
  } else if (retained == Retain::yes) {
    return;  // a stale command
  } else if (topic.kind == TopicKind::window_control) {
    const auto control = contract::parse_window_control(payload);
    if (control) window.cover.on_control(*control, now, output);
  } else if (topic.kind == TopicKind::window_set) {
    const auto set = contract::parse_window_set(payload);
    if (set) window.cover.on_set(*set, now, output);
  }
  publish(window.device, std::move(output), out);
}

void Bridge::take_theirs(std::string_view topic, std::string_view payload, Retain retained,
                         Moment now, std::vector<ForeignPublication>& out) {
  const ForeignPayload parsed{payload};
  if (retained == Retain::no) {  // a kept number comes with every connection: it is no news
    std::vector<ForeignReading> readings;
    counts_.refused += sources_.take(topic, parsed, readings);
    counts_.readings += readings.size();
    for (const ForeignReading& each : readings) {
      out.push_back({.topic = ours(reading_topic(each.device, each.metric)),
                     .payload = fmt::format("{}", each.value),
                     .retain = Retain::no,
                     .expiry_s = {}});
    }
  }
  const auto at = windows_by_state_topic_.find(topic);
  if (at == windows_by_state_topic_.end()) return;
  for (const WindowIndex each : at->second) {
    Window& window = windows_[each];
    const auto position = parsed.number_at(window.state_pointer);
    if (!position) continue;
    CoverOutput output;
    window.cover.on_position(*position, now, output);
    publish(window.device, std::move(output), out);
  }
}

void Bridge::on_tick(Moment now, std::vector<ForeignPublication>& out) {
  for (Window& window : windows_) {
    CoverOutput output;
    window.cover.on_tick(window.weather.hazards(now.steady), now, output);
    publish(window.device, std::move(output), out);
  }
  if (introduced_ || !connected_ || now.steady - *connected_ < kIntroducedAfter) return;
  introduced_ = true;
  for (Introductions::Introduction& each : introductions_.take()) {
    out.push_back({.topic = ours(device_topic(TopicKind::device_info, each.device)),
                   .payload = std::move(each.payload),
                   .retain = Retain::yes,
                   .expiry_s = {}});
  }
}

void Bridge::publish(const contract::DeviceId& device, CoverOutput output,
                     std::vector<ForeignPublication>& out) {
  std::array<char, contract::kMaxMessageBytes> buffer;
  counts_.orders += output.orders.size();
  for (runtime::CoverCommand& order : output.orders) {
    out.push_back({.topic = std::move(order.topic),
                   .payload = std::move(order.payload),
                   .retain = Retain::no,
                   .expiry_s = kOrderExpiry_s});
  }
  if (output.state) {
    out.push_back({.topic = ours(device_topic(TopicKind::window_state, device)),
                   .payload = std::string{contract::write_window_state(*output.state, buffer)},
                   .retain = Retain::yes,
                   .expiry_s = {}});
  }
  for (const contract::DeviceEvent& event : output.events) {
    out.push_back({.topic = ours(device_topic(TopicKind::device_event, device)),
                   .payload = std::string{contract::write_device_event(event, buffer)},
                   .retain = Retain::no,
                   .expiry_s = {}});
  }
}

std::string Bridge::ours(const Topic& topic) const {
  return prefix_ + name_of(topic);
}

}  // namespace luft::hub

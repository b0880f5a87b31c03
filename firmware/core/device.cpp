#include "firmware/core/device.h"

#include "contract/receipt.h"

namespace luft::firmware {

using contract::Metric;
using contract::Presence;
using contract::TopicKind;

namespace {

// Metrics of a device are first sampled together, within this time of its start.
constexpr Uptime kFirstSampleWithin = std::chrono::seconds{1};
// A value this old says nothing of the room any more.
constexpr Uptime kFresh = std::chrono::minutes{5};
// What is taken from the microphone at once: on the stack, 16 ms.
constexpr std::size_t kPcmAtOnce = 256;

// All metrics begin together: with a microphone, once its first window is over.
Uptime first_sample_at(Jitter& jitter, const Ports& ports, const SoundSettings& sound) {
  const Uptime within = jitter.below(kFirstSampleWithin);
  return ports.microphone == nullptr ? within : within + sound.settling + SoundWindow::kLength;
}

}  // namespace

Device::Device(const DeviceSettings& settings, const Ports& ports)
    : id_(settings.id),
      about_(settings.about),
      sink_(ports.sink),
      sensors_(ports.sensors),
      system_(ports.system),
      microphone_(ports.microphone),
      scratch_(ports.scratch),
      jitter_(settings.seed),
      events_(settings.id, ports),
      sampler_(settings.metrics, first_sample_at(jitter_, ports, settings.sound)),
      outbox_(settings.outbox, settings.id, settings.boot, ports, settings.seed) {
  if (settings.window) {
    window_.emplace(*settings.window, id_, settings.boot, settings.remembered, ports, events_);
  }
  if (microphone_ != nullptr) sound_.emplace(settings.sound);
  about_.boot = settings.boot;
  about_.window = window_.has_value();
  about_.sensors = static_cast<std::uint16_t>(about_.sensors.value_or(0) | sampler_.sensors());
}

Device::Subscriptions Device::subscriptions() const {
  Subscriptions result;
  const auto add = [&](TopicKind kind) {
    result.names[result.count++] = contract::topic_name({.kind = kind, .device = id_});
  };
  add(TopicKind::device_receipt);
  add(TopicKind::device_command);
  add(TopicKind::config_desired);
  add(TopicKind::device_status);
  add(TopicKind::hub_status);
  if (window_) {
    add(TopicKind::window_control);
    add(TopicKind::window_set);
    add(TopicKind::ml_status);
  }
  return result;
}

contract::Topic Device::status_topic() const {
  return {.kind = TopicKind::device_status, .device = id_};
}

void Device::on_connected(Uptime now) {
  leaving_ = false;
  say_status(Presence::online);
  say_info();
  say_configuration();
  if (window_) window_->on_connected(now);
  outbox_.on_connected(now);
}

void Device::on_message(std::string_view topic, std::string_view payload, Delivery delivery,
                        Uptime now) {
  const auto parsed = contract::parse_topic(topic);
  if (!parsed || (!parsed->device.empty() && parsed->device != id_)) {
    ++counters_.not_understood;
    return;
  }
  const bool is_order = parsed->kind == TopicKind::window_control ||
                        parsed->kind == TopicKind::window_set ||
                        parsed->kind == TopicKind::device_command;
  if (is_order && delivery == Delivery::retained) {
    ++counters_.ignored_retained;  // nobody can say how old it is
    return;
  }
  switch (parsed->kind) {
    case TopicKind::window_control:
      if (window_) window_->on_control(payload, now);
      break;
    case TopicKind::window_set:
      if (window_) window_->on_set(payload, now);
      break;
    case TopicKind::device_command:
      on_command(payload, now);
      break;
    case TopicKind::config_desired:
      on_desired(payload, now);
      break;
    case TopicKind::device_receipt:
      on_receipt(payload, now);
      break;
    case TopicKind::device_status:
    case TopicKind::hub_status:
    case TopicKind::ml_status:
      on_presence(parsed->kind, payload, delivery, now);
      break;
    default:
      ++counters_.not_understood;
  }
}

void Device::on_tick(Uptime now) {
  if (sampling_) {
    if (sound_) listen(now);
    sample(now);
  }
  if (window_) window_->on_tick(room_now(now), now);
  outbox_.on_tick(now);
}

// At most one window at a tick: a source that never runs dry does not stop the device.
void Device::listen(Uptime now) {
  std::array<std::int16_t, kPcmAtOnce> samples{};
  for (std::size_t taken = 0; taken < sound_->length();) {
    const std::size_t count = microphone_->read(samples);
    if (count == 0) return;
    sound_->add(std::span{samples}.first(count), now);
    taken += count;
  }
}

std::optional<double> Device::probe(Metric metric) {
  return sound_ && metric == Metric::sound_volume ? sound_->take() : sensors_.read(metric);
}

void Device::sample(Uptime now) {
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    // A probe of the sound waits for the end of its window.
    const bool is_sound = sound_ && metric.metric == Metric::sound_volume;
    if (is_sound && !sound_->is_answered(now)) continue;
    if (!sampler_.wants(metric.metric, now)) continue;
    const auto value = sampler_.offer(metric.metric, probe(metric.metric), now);
    if (!value) continue;
    latest_[static_cast<std::size_t>(metric.metric)] = {.value = *value, .at = now};
    report(metric.metric, *value, now, std::nullopt, FirstSend::live);
  }
}

void Device::report(Metric metric, double value, Uptime now, std::optional<std::uint64_t> time_ms,
                    FirstSend first_send) {
  const contract::ReadingRef ref = outbox_.add(metric, value, now, time_ms, first_send);
  if (window_) window_->guard().on_reading(ref.seq, now);
}

RoomNow Device::room_now(Uptime now) const {
  const auto fresh = [&](Metric metric) -> std::optional<double> {
    const Latest& latest = latest_[static_cast<std::size_t>(metric)];
    if (latest.at == kNever || now - latest.at > kFresh) return std::nullopt;
    return latest.value;
  };
  return {.temperature_c = fresh(Metric::temperature),
          .humidity_pct = fresh(Metric::humidity),
          .co2_ppm = fresh(Metric::co2),
          .rain_mm_per_h = fresh(Metric::rain),
          .wind_m_per_s = fresh(Metric::wind_speed)};
}

void Device::on_command(std::string_view payload, Uptime now) {
  const auto command = contract::parse_device_command(payload);
  if (!command) {
    ++counters_.not_understood;
    return events_.say("refused", std::nullopt, "command not understood", now);
  }
  switch (*command) {
    case contract::DeviceCommand::identify:
      system_.identify();
      return events_.say("identified", std::nullopt, {}, now);
    case contract::DeviceCommand::restart:
      events_.say("restarting", std::nullopt, "asked to", now);
      return system_.restart();
    case contract::DeviceCommand::calibrate:
      return events_.say("refused", std::nullopt, "this window needs no calibration run", now);
  }
}

// Retained on purpose: its version says whether it is news.
void Device::on_desired(std::string_view payload, Uptime now) {
  const auto desired = contract::parse_device_config(payload);
  if (!desired) {
    ++counters_.not_understood;
    return events_.say("refused", std::nullopt, "config not understood", now);
  }
  const auto taken = configuration_.take(*desired, sampler_, window_ ? &*window_ : nullptr, now);
  // An older one comes from a hub that lost its memory: it is told what is in force.
  if (taken != Configuration::Taken::known) say_configuration();
}

void Device::on_receipt(std::string_view payload, Uptime now) {
  const auto receipt = contract::parse_receipt(payload);
  if (!receipt) {
    ++counters_.not_understood;
    return;
  }
  outbox_.on_receipt(*receipt, now);
  if (window_) window_->guard().on_receipt(now);
}

void Device::on_presence(TopicKind kind, std::string_view payload, Delivery delivery, Uptime now) {
  const auto presence = contract::parse_presence(payload);
  if (!presence) {
    ++counters_.not_understood;
    return;
  }
  if (kind == TopicKind::device_status) {
    // An earlier connection's last will came late: this device is alive.
    if (*presence == Presence::offline && !leaving_) say_status(Presence::online);
  } else if (kind == TopicKind::ml_status) {
    if (window_) window_->guard().on_model_presence(*presence);
  } else {
    // A hub says `online` when it has connected: what was sent before that, it may have missed.
    const bool is_news = delivery == Delivery::live || hub_ == Presence::offline;
    hub_ = *presence;
    if (is_news && hub_ == Presence::online) outbox_.on_hub_back(now);
  }
}

void Device::say_status(Presence presence) {
  // A status that is not taken now is said again with the next connection.
  (void)sink_.publish(status_topic(), contract::name(presence));
}

void Device::say_offline() {
  leaving_ = true;
  say_status(Presence::offline);
}

void Device::say_configuration() {
  const contract::Topic topic{.kind = TopicKind::config_reported, .device = id_};
  const auto report = configuration_.report(sampler_, window_ ? &*window_ : nullptr);
  (void)sink_.publish(topic, contract::write_reported_config(report, scratch_.text));
}

void Device::say_info() {
  const contract::Topic topic{.kind = TopicKind::device_info, .device = id_};
  (void)sink_.publish(topic, contract::write_device_info(about_, scratch_.text));
}

}  // namespace luft::firmware

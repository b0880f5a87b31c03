#include "firmware/core/device.h"

#include <algorithm>

#include "contract/receipt.h"
#include "contract/update.h"

namespace luft::firmware {

using contract::Metric;
using contract::Presence;
using contract::TopicKind;

namespace {

// Metrics of a device are first sampled together, within this time of its start.
constexpr Uptime kFirstSampleWithin = std::chrono::seconds{1};
// A value this old says nothing of the room any more.
constexpr Uptime kFresh = std::chrono::minutes{5};
// How the chip is, again and again while it runs: a trend shows before it fails.
constexpr Uptime kInfoEvery = std::chrono::minutes{15};
// What is taken from the microphone at once: on the stack, 16 ms.
constexpr std::size_t kPcmAtOnce = 256;

// All metrics begin together: with a microphone, once its first window is over.
Uptime first_sample_at(Jitter& jitter, const Ports& ports, const SoundSettings& sound) {
  const Uptime within = jitter.below(kFirstSampleWithin);
  return ports.microphone == nullptr ? within : within + sound.settling + SoundWindow::kLength;
}

// Apart, so that nothing of it lies on the stack under a message that is obeyed.
[[gnu::noinline]] void refuse_retained(Events& events, Uptime now) {
  events.say("refused", std::nullopt, "a retained order: nobody can say how old it is", now);
}

}  // namespace

Device::Device(const DeviceSettings& settings, const Ports& ports)
    : id_(settings.id),
      about_(settings.about),
      sink_(ports.sink),
      sensors_(ports.sensors),
      system_(ports.system),
      microphone_(ports.microphone),
      clock_(ports.clock),
      scratch_(ports.scratch),
      jitter_(settings.seed),
      events_(settings.id, ports),
      sampler_(settings.metrics, first_sample_at(jitter_, ports, settings.sound)),
      outbox_(settings.outbox, settings.id, settings.boot, ports, settings.seed),
      settings_memory_(ports.settings),
      health_(ports.health),
      smoke_(ports.smoke) {
  if (settings.window) {
    window_.emplace(*settings.window, id_, settings.boot, settings.remembered, ports, events_);
  }
  if (microphone_ != nullptr) sound_.emplace(settings.sound);
  if (microphone_ != nullptr && ports.clip_memory != nullptr &&
      settings.sound.rate_hz == AudioClips::kRateHz) {
    clips_.emplace(id_, settings.boot, ports);
  }
  about_.boot = settings.boot;
  about_.window = window_.has_value();
  about_.sensors = static_cast<std::uint16_t>(about_.sensors.value_or(0) | sampler_.sensors());
  if (settings_memory_ != nullptr) load_settings();
  if (ports.update != nullptr) {
    const Installed installed{.chip = about_.chip.view(),
                              .version = about_.firmware.view(),
                              .capacity_bytes = settings.update_capacity_bytes};
    update_.emplace(UpdateSettings{}, installed, *ports.update, events_, settings.seed);
  }
}

void Device::load_settings() {
  const auto kept = read_kept_settings(settings_memory_->load(scratch_.text));
  if (kept) {
    (void)configuration_.take(*kept, configurable(), Uptime{});
  } else if (kept.error() != KeptError::none_kept) {
    settings_trouble_ = kept.error();
  }
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
  say_info(now);
  say_configuration();
  if (window_) window_->on_connected(now);
  if (settings_trouble_ &&
      events_.say("settings_lost", std::nullopt, name(*settings_trouble_), now)) {
    settings_trouble_.reset();
  }
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
    ++counters_.ignored_retained;
    return refuse_retained(events_, now);
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

void Device::note_round(Uptime now) {
  if (last_round_ != kNever) longest_round_ = std::max(longest_round_, now - last_round_);
  last_round_ = now;
  if (health_ != nullptr && now - info_said_ >= kInfoEvery) say_info(now);
}

void Device::on_tick(Uptime now) {
  note_round(now);
  if (sampling_) {
    if (sound_) listen(now);
    sample(now);
  }
  if (window_) {
    if (smoke_ != nullptr) window_->guard().on_smoke_input(smoke_->smoke());
    window_->on_tick(room_now(now), now);
  }
  if (clips_ && !clips_->on_tick(now)) {
    events_.say("no_clip", std::nullopt, "not enough memory for a clip now", now);
  }
  outbox_.on_tick(now);
  if (outbox_.is_online()) say_again(now);
  if (update_) update(now);
  restart_at_rest(now);
}

void Device::update(Uptime now) {
  const auto restart = is_moving() ? Update::Restart::must_wait : Update::Restart::may;
  if (update_->on_tick(restart, now) != Update::Wish::none) wants_restart_ = true;
}

void Device::restart(Uptime now) {
  wants_restart_ = true;
  restart_at_rest(now);
}

void Device::restart_at_rest(Uptime now) {
  if (!wants_restart_ || restarting_ || is_moving()) return;
  restarting_ = true;
  stop_sampling();
  outbox_.spill_all(now);
  system_.restart();
}

void Device::factory_reset(Uptime now) {
  events_.say("factory_reset", std::nullopt, {}, now);
  if (settings_memory_ != nullptr) settings_memory_->save({});
  restart(now);
}

// At most one window at a tick: a source that never runs dry does not stop the device.
void Device::listen(Uptime now) {
  std::array<std::int16_t, kPcmAtOnce> samples{};
  for (std::size_t taken = 0; taken < sound_->length();) {
    const std::size_t count = microphone_->read(samples);
    if (count == 0) return;
    sound_->add(std::span{samples}.first(count), now);
    if (clips_) clips_->add(std::span{samples}.first(count));
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
    report(metric.metric, *value, now, clock_ != nullptr ? clock_->unix_ms() : std::nullopt,
           FirstSend::live);
  }
  sensor_news_.tell(sampler_, sensors_.trouble(), events_, now);
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
          .wind_m_per_s = fresh(Metric::wind_speed),
          .minute_of_day = clock_ != nullptr ? clock_->minute_of_day() : std::nullopt};
}

void Device::on_command(std::string_view payload, Uptime now) {
  const auto command = contract::parse_device_command(payload);
  if (!command) {
    ++counters_.not_understood;
    events_.say("refused", std::nullopt, "command not understood", now);
    return;
  }
  switch (*command) {
    case contract::DeviceCommand::identify:
      system_.identify();
      events_.say("identified", std::nullopt, {}, now);
      return;
    case contract::DeviceCommand::restart:
      events_.say("restarting", std::nullopt, "asked to", now);
      return restart(now);
    case contract::DeviceCommand::calibrate:
      if (window_) return window_->calibrate(now);
      events_.say("refused", std::nullopt, "this device has no window", now);
      return;
    case contract::DeviceCommand::update:
      return on_update_offer(payload, now);
  }
}

void Device::on_update_offer(std::string_view payload, Uptime now) {
  const auto offer = contract::parse_update_offer(payload);
  if (!offer) {
    ++counters_.not_understood;
    events_.say("update_refused", std::nullopt, "the offer is not understood", now);
  } else if (!update_) {
    events_.say("update_refused", std::nullopt, "this device takes no updates", now);
  } else {
    update_->on_offer(*offer, now);
  }
}

// Retained on purpose: its version says whether it is news.
void Device::on_desired(std::string_view payload, Uptime now) {
  if (take_desired(payload, now)) say_configuration();
}

// Apart, so that its settings and those that are said never lie on the stack together.
[[gnu::noinline]] bool Device::take_desired(std::string_view payload, Uptime now) {
  const auto desired = contract::parse_device_config(payload);
  if (!desired) {
    ++counters_.not_understood;
    events_.say("refused", std::nullopt, "config not understood", now);
    return false;
  }
  const auto taken = configuration_.take(*desired, configurable(), now);
  if (taken == Configuration::Taken::applied && settings_memory_ != nullptr) {
    settings_memory_->save(write_kept_settings(*desired, scratch_.text));
  }
  // An older one comes from a hub that lost its memory: it is told what is in force.
  return taken != Configuration::Taken::known;
}

void Device::on_receipt(std::string_view payload, Uptime now) {
  const auto receipt = contract::parse_receipt(payload);
  if (!receipt) {
    ++counters_.not_understood;
    return;
  }
  outbox_.on_receipt(*receipt, now);
  const bool is_of_now = receipt->boot == outbox_.boot() && receipt->through > 0 &&
                         receipt->through <= outbox_.newest_seq();
  if (update_ && is_of_now) update_->on_receipt();
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

Configurable Device::configurable() {
  return {.sampler = sampler_,
          .window = window_ ? &*window_ : nullptr,
          .clips = clips_ ? &*clips_ : nullptr};
}

void Device::say_configuration() {
  const contract::Topic topic{.kind = TopicKind::config_reported, .device = id_};
  const auto report = configuration_.report(configurable());
  configuration_unsaid_ =
      !sink_.publish(topic, contract::write_reported_config(report, scratch_.text));
}

void Device::say_info(Uptime now) {
  info_said_ = now;
  if (health_ != nullptr) {
    health_->describe(about_);
    about_.diagnostics.longest_round_ms = static_cast<std::uint32_t>(longest_round_.count());
  }
  const contract::Topic topic{.kind = TopicKind::device_info, .device = id_};
  info_unsaid_ = !sink_.publish(topic, contract::write_device_info(about_, scratch_.text));
}

// One message at a tick: a link that took them not is full.
void Device::say_again(Uptime now) {
  if (info_unsaid_) {
    say_info(now);
  } else if (configuration_unsaid_) {
    say_configuration();
  }
}

}  // namespace luft::firmware

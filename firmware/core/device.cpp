#include "firmware/core/device.h"

namespace luft::firmware {

using contract::TopicKind;

namespace {

contract::DeviceInfo about(const DeviceSettings& settings, const Senses& senses) {
  contract::DeviceInfo about = settings.about;
  about.boot = settings.boot;
  about.window = settings.window.has_value();
  about.sensors =
      static_cast<std::uint16_t>(about.sensors.value_or(0) | senses.sampler().sensors());
  return about;
}

}  // namespace

Device::Device(const DeviceSettings& settings, const Ports& ports)
    : id_(settings.id),
      system_(ports.system),
      clock_(ports.clock),
      scratch_(ports.scratch),
      settings_memory_(ports.settings),
      smoke_(ports.smoke),
      events_(settings.id, ports),
      senses_(settings, ports, events_),
      self_(settings.id, about(settings, senses_), ports),
      outbox_(settings.outbox, settings.id, settings.boot, ports, settings.seed) {
  if (settings.window) {
    window_.emplace(*settings.window, id_, settings.boot, settings.remembered, ports, events_);
  }
  if (settings_memory_ != nullptr) load_settings();
  if (ports.update != nullptr) {
    const Installed installed{.chip = self_.about().chip.view(),
                              .version = self_.about().firmware.view(),
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

Configurable Device::configurable() {
  return {.sampler = senses_.sampler(),
          .window = window_ ? &*window_ : nullptr,
          .clips = senses_.clips()};
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

void Device::on_connected(Uptime now) {
  self_.on_connected(now);
  say_settings();
  if (window_) window_->on_connected(now);
  if (settings_trouble_ &&
      events_.say("settings_lost", std::nullopt, name(*settings_trouble_), now)) {
    settings_trouble_.reset();
  }
  outbox_.on_connected(now);
}

void Device::on_tick(Uptime now) {
  self_.on_tick(now);
  if (sampling_) sample(now);
  if (window_) {
    if (smoke_ != nullptr) window_->guard().on_smoke_input(smoke_->smoke());
    window_->on_tick(senses_.room_now(now), now);
  }
  senses_.send_clip(now);
  outbox_.on_tick(now);
  if (outbox_.is_online()) self_.say_again(configuration_, configurable(), now);
  if (update_) update(now);
  restart_at_rest(now);
}

void Device::sample(Uptime now) {
  senses_.listen(now);
  for (std::size_t next = 0; const auto sensed = senses_.sample(next, now);) {
    report(sensed->metric, sensed->value, now, clock_ != nullptr ? clock_->unix_ms() : std::nullopt,
           FirstSend::live);
  }
  senses_.tell_news(now);
}

void Device::report(contract::Metric metric, double value, Uptime now,
                    std::optional<std::uint64_t> time_ms, FirstSend first_send) {
  const contract::ReadingRef ref = outbox_.add(metric, value, now, time_ms, first_send);
  if (window_) window_->guard().on_reading(ref.seq, now);
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

}  // namespace luft::firmware

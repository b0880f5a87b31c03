#include "firmware/core/senses.h"

#include "firmware/core/jitter.h"

namespace luft::firmware {

using contract::Metric;

namespace {

// Metrics of a device are first sampled together, within this time of its start.
constexpr Uptime kFirstSampleWithin = std::chrono::seconds{1};
// A value this old says nothing of the room any more.
constexpr Uptime kFresh = std::chrono::minutes{5};
// What is taken from the microphone at once: on the stack, 16 ms.
constexpr std::size_t kPcmAtOnce = 256;

// All metrics begin together: with a microphone, once its first window is over.
Uptime first_sample_at(const DeviceSettings& settings, const Ports& ports) {
  const Uptime within = Jitter{settings.seed}.below(kFirstSampleWithin);
  if (ports.microphone == nullptr) return within;
  return within + settings.sound.settling + SoundWindow::kLength;
}

}  // namespace

Senses::Senses(const DeviceSettings& settings, const Ports& ports, Events& events)
    : sensors_(ports.sensors),
      microphone_(ports.microphone),
      clock_(ports.clock),
      events_(events),
      sampler_(settings.metrics, first_sample_at(settings, ports)) {
  if (microphone_ == nullptr) return;
  sound_.emplace(settings.sound);
  if (ports.clip_memory != nullptr && settings.sound.rate_hz == AudioClips::kRateHz) {
    clips_.emplace(settings.id, settings.boot, ports);
  }
}

void Senses::listen(Uptime now) {
  if (!sound_) return;
  std::array<std::int16_t, kPcmAtOnce> samples{};
  for (std::size_t taken = 0; taken < sound_->length();) {
    const std::size_t count = microphone_->read(samples);
    if (count == 0) return;
    sound_->add(std::span{samples}.first(count), now);
    if (clips_) clips_->add(std::span{samples}.first(count));
    taken += count;
  }
}

std::optional<Senses::Sensed> Senses::sample(std::size_t& next, Uptime now) {
  while (next < contract::kMetricCount) {
    const Metric metric = contract::all_metrics()[next++].metric;
    // A probe of the sound waits for the end of its window.
    if (is_sound(metric) && !sound_->is_answered(now)) continue;
    if (!sampler_.wants(metric, now)) continue;
    const auto probe = is_sound(metric) ? sound_->take() : sensors_.read(metric);
    const auto value = sampler_.offer(metric, probe, now);
    if (!value) continue;
    latest_[static_cast<std::size_t>(metric)] = {.value = *value, .at = now};
    return Sensed{.metric = metric, .value = *value};
  }
  return std::nullopt;
}

void Senses::send_clip(Uptime now) {
  if (clips_ && !clips_->on_tick(now)) {
    events_.say("no_clip", std::nullopt, "not enough memory for a clip now", now);
  }
}

RoomNow Senses::room_now(Uptime now) const {
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

}  // namespace luft::firmware

#include "hub/intake/trigger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "hub/intake/average.h"

namespace luft::hub {
namespace {

using contract::Metric;

constexpr std::array kWatchedMetrics{Metric::temperature, Metric::humidity, Metric::sound_volume,
                                     Metric::co2};
constexpr std::uint32_t kMostDoublings = 16;  // of the pause after an unanswered request

enum Watched : std::size_t { temperature, humidity, sound_volume, co2 };

double threshold(const runtime::TriggerSettings& settings, std::size_t watched) {
  switch (watched) {
    case temperature:
      return settings.temperature_c;
    case humidity:
      return settings.humidity_pct;
    case sound_volume:
      return settings.sound_volume_db;
    default:
      return settings.co2_ppm;
  }
}

}  // namespace

std::string_view text(Waiting waiting) {
  switch (waiting) {
    case Waiting::no_fresh_temperature:
      return "waits for a fresh temperature";
    case Waiting::no_fresh_humidity:
      return "waits for a fresh humidity";
    case Waiting::no_fresh_volume:
      return "waits for a fresh sound volume";
    case Waiting::shortest_interval:
      return "asked a moment ago";
    case Waiting::answer:
      return "waits for an answer";
    case Waiting::asks_again:
      return "the last request was not answered; asks again later";
    case Waiting::nothing_changed:
      return "nothing moved beyond its threshold";
    case Waiting::contested:
      return "two devices claim this name";
  }
  return "";
}

void Trigger::Recent::add(double value, SteadyTime sampled) {
  if (count > 0 && sampled < newest_at) return;  // late: the newest counts
  const auto since = std::chrono::floor<std::chrono::milliseconds>(sampled - newest_at);
  std::size_t kept = 0;
  while (kept < std::min<std::size_t>(count, kKept - 1) &&
         since <= kAveraging - std::chrono::milliseconds{before_ms[kept]}) {
    ++kept;
  }
  for (std::size_t i = kept; i > 0; --i) {
    values[i] = values[i - 1];
    before_ms[i] = static_cast<std::uint16_t>(before_ms[i - 1] + since.count());
  }
  values[0] = value;
  before_ms[0] = 0;
  newest_at = sampled;
  count = static_cast<std::uint8_t>(kept + 1);
}

bool Trigger::Recent::fresh(SteadyTime now, std::chrono::milliseconds within) const {
  return count > 0 && now - newest_at <= within;
}

double Trigger::Recent::average(Metric metric) const {
  Average average{metric};
  for (std::size_t i = 0; i < count; ++i) average.add(values[i]);
  return *average.value();
}

std::optional<std::size_t> Trigger::watched(Metric metric) {
  const auto at = std::ranges::find(kWatchedMetrics, metric);
  if (at == kWatchedMetrics.end()) return std::nullopt;
  return static_cast<std::size_t>(at - kWatchedMetrics.begin());
}

bool Trigger::watches(Metric metric) {
  return watched(metric).has_value();
}

void Trigger::on_reading(Metric metric, double value, SteadyTime sampled) {
  const auto index = watched(metric);
  if (!index) return;
  recent_[*index].add(value, sampled);
  if (metric == Metric::sound_volume) {
    sound_awaited_since_.reset();
    asked_without_sound_ = false;
  }
  if (metric == Metric::temperature) temperature_trend_.add(value, sampled);
  if (metric == Metric::humidity) humidity_trend_.add(value, sampled);
}

std::expected<Trigger::Fired, Waiting> Trigger::ask(const runtime::TriggerSettings& settings,
                                                    SteadyTime now) {
  if (const auto waiting = too_soon(settings, now)) return std::unexpected{*waiting};
  if (const auto lacking = missing(settings, now)) return std::unexpected{*lacking};
  auto why = reason(settings, now);
  if (!why) return std::unexpected{Waiting::nothing_changed};
  return fire(settings, now, *std::move(why));
}

void Trigger::on_answer() {
  awaiting_answer_ = false;
  unanswered_ = 0;
}

std::optional<Waiting> Trigger::too_soon(const runtime::TriggerSettings& settings, SteadyTime now) {
  if (!asked_) return std::nullopt;
  const auto since = now - asked_->at;
  if (awaiting_answer_) {
    if (since < settings.request_timeout) return Waiting::answer;
    awaiting_answer_ = false;
    ++unanswered_;
  }
  if (unanswered_ == 0) {
    return since < settings.shortest_interval ? std::optional{Waiting::shortest_interval}
                                              : std::nullopt;
  }
  const std::uint32_t doublings = std::min(unanswered_ - 1, kMostDoublings);
  const auto pause = std::min<std::chrono::seconds>(settings.shortest_interval * (1 << doublings),
                                                    settings.longest_interval);
  return since < pause ? std::optional{Waiting::asks_again} : std::nullopt;
}

void Trigger::restore(Asked asked) {
  asked_without_sound_ = !asked.values[static_cast<std::size_t>(Metric::sound_volume)];
  asked_ = asked;
}

std::optional<Waiting> Trigger::missing(const runtime::TriggerSettings& settings, SteadyTime now) {
  if (!recent_[temperature].fresh(now, settings.freshness)) return Waiting::no_fresh_temperature;
  if (!recent_[humidity].fresh(now, settings.freshness)) return Waiting::no_fresh_humidity;
  if (waits_for_sound(settings, now)) return Waiting::no_fresh_volume;
  return std::nullopt;
}

// Only asked when all else is there. A device sends its sound last: whoever knows of a microphone
// waits for it, but not for one that has long been silent.
bool Trigger::waits_for_sound(const runtime::TriggerSettings& settings, SteadyTime now) {
  const Recent& volume = recent_[sound_volume];
  if (volume.fresh(now, settings.freshness)) return false;
  if (volume.count > 0) return volume.fresh(now, kMicrophoneForgotten);
  if (!expects_sound_ || asked_without_sound_) return false;
  if (!sound_awaited_since_) sound_awaited_since_ = now;
  return now - *sound_awaited_since_ < kMicrophoneForgotten;
}

// Why to ask now, if there is a reason. The newest average counts, not a spread: a room that
// never changes is asked about at the longest interval.
std::optional<std::string> Trigger::reason(const runtime::TriggerSettings& settings,
                                           SteadyTime now) const {
  if (!asked_) return "first readings";
  if (unanswered_ > 0) return "the last request was not answered";
  for (std::size_t i = 0; i < kWatched; ++i) {
    const auto& info = contract::info(kWatchedMetrics[i]);
    if (!recent_[i].fresh(now, settings.freshness)) continue;
    const auto& before = asked_->values[static_cast<std::size_t>(kWatchedMetrics[i])];
    if (!before) return fmt::format("{} came in addition", info.name);
    const double moved = std::abs(recent_[i].average(kWatchedMetrics[i]) - *before);
    if (moved >= threshold(settings, i)) {
      return fmt::format("{} moved by {:.1f} {}", info.name, moved, info.unit);
    }
  }
  if (now - asked_->at >= settings.longest_interval) {
    return fmt::format("{} s since the last request",
                       std::chrono::floor<std::chrono::seconds>(now - asked_->at).count());
  }
  return std::nullopt;
}

std::optional<RoomInputs> Trigger::inputs(const runtime::TriggerSettings& settings,
                                          SteadyTime now) const {
  const auto average = [&](std::size_t metric) -> std::optional<double> {
    if (!recent_[metric].fresh(now, settings.freshness)) return std::nullopt;
    return recent_[metric].average(kWatchedMetrics[metric]);
  };
  if (!average(temperature) || !average(humidity)) return std::nullopt;
  return RoomInputs{.temp_c = *average(temperature),
                    .humidity_pct = *average(humidity),
                    .volume_dba = average(sound_volume),
                    .co2_ppm = average(co2),
                    .temp_trend_c_per_h = temperature_trend_.per_hour(),
                    .humidity_trend_pct_per_h = humidity_trend_.per_hour()};
}

Trigger::Fired Trigger::fire(const runtime::TriggerSettings& settings, SteadyTime now,
                             std::string why) {
  const RoomInputs inputs = *this->inputs(settings, now);
  Asked asked{.at = now, .values = {}};
  const auto remember = [&asked](Metric metric, std::optional<double> value) {
    asked.values[static_cast<std::size_t>(metric)] = value;
  };
  remember(Metric::temperature, inputs.temp_c);
  remember(Metric::humidity, inputs.humidity_pct);
  remember(Metric::sound_volume, inputs.volume_dba);
  remember(Metric::co2, inputs.co2_ppm);
  asked_ = asked;
  awaiting_answer_ = true;
  return {.inputs = inputs, .why = std::move(why)};
}

}  // namespace luft::hub

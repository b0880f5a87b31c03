#include "hub/intake/trigger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace luft::hub {
namespace {

using contract::Metric;

constexpr std::array kWatchedMetrics{Metric::temperature, Metric::humidity, Metric::sound_volume,
                                     Metric::co2};
static_assert(kWatchedMetrics.size() == Trigger::kWatched);
static_assert(kWatchedMetrics.back() == Metric{Trigger::kWatched - 1});
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

bool Trigger::watches(Metric metric) {
  return static_cast<std::size_t>(metric) < kWatched;
}

void Trigger::on_reading(Metric metric, double value, SteadyTime sampled) {
  if (!watches(metric)) return;
  recent_[static_cast<std::size_t>(metric)].add(value, sampled);
  if (metric == Metric::sound_volume) {
    sound_awaited_since_.reset();
    asked_without_sound_ = false;
  }
  if (metric == Metric::temperature) temperature_trend_.add(value, sampled);
  if (metric == Metric::humidity) humidity_trend_.add(value, sampled);
}

std::expected<Trigger::Fired, Waiting> Trigger::ask(const runtime::TriggerSettings& settings,
                                                    SteadyTime now) {
  if (hazard_) {
    if (const auto lacking = missing_climate(settings, now)) return std::unexpected{*lacking};
    return fire(settings, now, *std::exchange(hazard_, std::nullopt));
  }
  if (const auto waiting = too_soon(settings, now)) return std::unexpected{*waiting};
  if (const auto lacking = missing(settings, now)) return std::unexpected{*lacking};
  const auto why = cause(settings, now);
  if (!why) return std::unexpected{Waiting::nothing_changed};
  return fire(settings, now, *why);
}

void Trigger::on_hazard(Metric metric, double value) {
  hazard_ = Cause{.kind = Cause::Kind::hazard_began, .metric = metric, .amount = value};
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
  asked_without_sound_ = !asked.values[sound_volume];
  asked_ = asked;
}

std::optional<Waiting> Trigger::missing_climate(const runtime::TriggerSettings& settings,
                                                SteadyTime now) const {
  if (!recent_[temperature].fresh(now, settings.freshness)) return Waiting::no_fresh_temperature;
  if (!recent_[humidity].fresh(now, settings.freshness)) return Waiting::no_fresh_humidity;
  return std::nullopt;
}

std::optional<Waiting> Trigger::missing(const runtime::TriggerSettings& settings, SteadyTime now) {
  if (const auto lacking = missing_climate(settings, now)) return lacking;
  if (waits_for_sound(settings, now)) return Waiting::no_fresh_volume;
  return std::nullopt;
}

// Only asked when all else is there. A device sends its sound last: whoever knows of a microphone
// waits for it, but not for one that has long been silent.
bool Trigger::waits_for_sound(const runtime::TriggerSettings& settings, SteadyTime now) {
  const RecentValues& volume = recent_[sound_volume];
  if (volume.fresh(now, settings.freshness)) return false;
  if (volume.any()) return volume.fresh(now, kMicrophoneForgotten);
  if (!expects_sound_ || asked_without_sound_) return false;
  if (!sound_awaited_since_) sound_awaited_since_ = now;
  return now - *sound_awaited_since_ < kMicrophoneForgotten;
}

// Why to ask now, if there is a reason. The newest average counts, not a spread: a room that
// never changes is asked about at the longest interval.
std::optional<Cause> Trigger::cause(const runtime::TriggerSettings& settings,
                                    SteadyTime now) const {
  if (!asked_) return Cause{.kind = Cause::Kind::first_readings};
  if (unanswered_ > 0) return Cause{.kind = Cause::Kind::not_answered};
  for (std::size_t i = 0; i < kWatched; ++i) {
    const Metric metric = kWatchedMetrics[i];
    if (!recent_[i].fresh(now, settings.freshness)) continue;
    const auto& before = asked_->values[i];
    if (!before) return Cause{.kind = Cause::Kind::came_in_addition, .metric = metric};
    const double moved = std::abs(recent_[i].average(metric) - *before);
    if (moved >= threshold(settings, i)) {
      return Cause{.kind = Cause::Kind::moved, .metric = metric, .amount = moved};
    }
  }
  if (const auto since = now - asked_->at; since >= settings.longest_interval) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since).count();
    return Cause{.kind = Cause::Kind::longest_interval, .amount = static_cast<double>(seconds)};
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
                             const Cause& why) {
  const RoomInputs inputs = *this->inputs(settings, now);
  asked_ = {.at = now,
            .values = {inputs.temp_c, inputs.humidity_pct, inputs.volume_dba, inputs.co2_ppm}};
  awaiting_answer_ = true;
  return {.inputs = inputs, .why = why};
}

}  // namespace luft::hub

// Random homes in random seasons, and living in them.
#include "ml/training/episode.h"

#include <algorithm>
#include <cmath>

#include "rooms/chance.h"

namespace luft::ml {
namespace {

using rooms::kSecondsPerDay;

constexpr double kSettlingDays = 2;
constexpr double kSettlingOpening = 0.04;    // about what keeps a closed-up room breathable
constexpr std::size_t kForesightSteps = 48;  // kept beyond the last decision
constexpr double kTrendHours = 0.5;
constexpr double kDaysPerSeason = 91;
constexpr double kWinterBegins = 335;  // 1 December

// 1 January 1970, a Thursday, 00:00; only day and year of it matter to the model.
std::uint64_t time_ms(double time_s) {
  return static_cast<std::uint64_t>(time_s * 1e3);
}

double start_of_episode(rooms::Chance& chance, std::size_t season) {
  const double day =
      kWinterBegins + kDaysPerSeason * (static_cast<double>(season) + chance.uniform());
  return kSecondsPerDay * std::floor(day);
}

}  // namespace

Episode make_episode(std::uint64_t seed, std::size_t days) {
  const auto draw = rooms::mix(seed ^ 0x65706973ULL);
  return make_episode(seed, days,
                      {.climate = draw % rooms::climates().size(), .season = (draw >> 8U) % 4});
}

Episode make_episode(std::uint64_t seed, std::size_t days, const Setting& setting) {
  rooms::Chance chance(rooms::mix(seed));
  Episode episode;
  episode.home = rooms::random_home(seed);
  episode.home.climate = setting.climate;
  episode.decisions = days * kDecisionsPerDay;
  episode.temp_error_c = 0.3 * chance.normal();
  episode.humidity_error_pct = 2 * chance.normal();
  episode.sound_error_db = chance.normal();

  const auto weather = rooms::generate_weather(rooms::climates()[setting.climate],
                                               rooms::mix(seed + setting.season));
  const double start_s = start_of_episode(chance, setting.season);
  auto state = rooms::settled_state(episode.home.room, weather.at(start_s));
  const auto settling = static_cast<std::size_t>(kSettlingDays * kSecondsPerDay / kStepSeconds);
  for (std::size_t i = 0; i < settling; ++i) {
    const double time_s = start_s - static_cast<double>(settling - i) * kStepSeconds;
    const auto moment = rooms::moment_at(episode.home, weather, time_s);
    state = rooms::step(state, episode.home.room, moment.outdoors, moment.presence,
                        moment.setpoint_c, kSettlingOpening, kStepSeconds)
                .state;
  }
  episode.start = state;

  const std::size_t steps = episode.decisions * kStepsPerDecision + kForesightSteps;
  episode.moments.reserve(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    const double time_s = start_s + static_cast<double>(i) * kStepSeconds;
    episode.moments.push_back(rooms::moment_at(episode.home, weather, time_s));
  }
  return episode;
}

Walk::Walk(const Episode& episode) : episode_(&episode), state_(episode.start) {
  seen_.fill(rooms::observe(episode.home, state_, episode.from_decision(0).front(), opening_));
}

contract::InferenceRequest Walk::request() const {
  const auto& now = seen_[0];
  const auto& before = seen_[2];
  const auto& moment = episode_->from_decision(decision_).front();

  contract::InferenceRequest request;
  request.temp_c = now.temp_c + episode_->temp_error_c;
  request.humidity_pct = std::clamp(now.humidity_pct + episode_->humidity_error_pct, 0.0, 100.0);
  request.volume_dba = now.sound_dba + episode_->sound_error_db;
  request.position_pct = 100 * opening_;
  request.time_ms = time_ms(moment.time_s);
  request.temp_trend_c_per_h = (now.temp_c - before.temp_c) / kTrendHours;
  request.humidity_trend_pct_per_h = (now.humidity_pct - before.humidity_pct) / kTrendHours;
  request.co2_ppm = now.co2_ppm;
  request.outdoor_temp_c = now.outdoor_temp_c;
  request.outdoor_humidity_pct = now.outdoor_humidity_pct;
  request.rain_mm_per_h = now.rain_mm_per_h;
  request.wind_speed_m_s = now.wind_speed_m_s;
  return request;
}

rooms::CostTerms Walk::go_on(double opening) {
  const auto& home = episode_->home;
  rooms::CostTerms cost = rooms::cost_of_move({}, opening_, opening);
  opening_ = opening;
  for (const auto& moment : episode_->from_decision(decision_).first(kStepsPerDecision)) {
    const auto result = rooms::step(state_, home.room, moment.outdoors, moment.presence,
                                    moment.setpoint_c, opening, kStepSeconds);
    state_ = result.state;
    cost += rooms::cost_of({}, home, state_, moment, opening, result.flows.heating_j, kStepSeconds);
  }
  ++decision_;
  seen_ = {rooms::observe(home, state_, episode_->from_decision(decision_).front(), opening),
           seen_[0], seen_[1]};
  return cost;
}

}  // namespace luft::ml

// Random homes in random seasons, and living in them.
#include "ml/training/episode.h"

#include <algorithm>
#include <cmath>

#include "rooms/chance.h"

namespace luft::ml {
namespace {

using rooms::kSecondsPerDay;

constexpr double kSettlingDays = 2;
constexpr double kSettlingOpening = 0.04;  // about what keeps a closed-up room breathable
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

rooms::RoomState lived_in_state(const rooms::Home& home, const rooms::Weather& weather,
                                double start_s) {
  auto state = rooms::settled_state(home.room, weather.at(start_s));
  const auto settling = static_cast<std::size_t>(kSettlingDays * kSecondsPerDay / kStepSeconds);
  for (std::size_t i = 0; i < settling; ++i) {
    const double time_s = start_s - static_cast<double>(settling - i) * kStepSeconds;
    const auto moment = rooms::moment_at(home, weather, time_s);
    state = rooms::step(state, home.room, moment.outdoors, moment.presence, moment.setpoint_c,
                        kSettlingOpening, kStepSeconds)
                .state;
  }
  return state;
}

// Share of the next `hours` that somebody is there.
float occupied_share(std::span<const rooms::Moment> future, double hours) {
  const auto steps = static_cast<std::size_t>(hours * rooms::kSecondsPerHour / kStepSeconds);
  const auto occupied = std::ranges::count_if(
      future.first(steps), [](const auto& moment) { return moment.presence.people > 0; });
  return static_cast<float>(occupied) / static_cast<float>(steps);
}

}  // namespace

Episode make_episode(std::uint64_t seed, std::size_t days) {
  const auto draw = rooms::mix(seed ^ 0x65706973ULL);
  return make_episode(seed, days,
                      {.climate = draw % rooms::climates().size(), .season = (draw >> 8U) % 4});
}

Episode make_episode(std::uint64_t seed, std::size_t days, const Setting& setting) {
  return make_episode(seed, days, setting,
                      rooms::generate_weather(rooms::climates()[setting.climate],
                                              rooms::mix(seed + setting.season)));
}

Episode make_episode_outside(std::optional<std::size_t> climate, std::uint64_t seed,
                             std::size_t days) {
  if (!climate) return make_episode(seed, days);
  const std::size_t climates = rooms::climates().size();
  const std::size_t other = (*climate + 1 + seed % (climates - 1)) % climates;
  return make_episode(seed, days, {.climate = other, .season = seed / climates % 4});
}

Episode make_episode(std::uint64_t seed, std::size_t days, const Setting& setting,
                     const rooms::Weather& weather) {
  rooms::Chance chance(rooms::mix(seed));
  Episode episode;
  episode.seed = seed;
  episode.home = rooms::random_home(seed);
  episode.home.climate = setting.climate;
  episode.decisions = days * kDecisionsPerDay;
  episode.errors.temp_c = 0.3 * chance.normal();
  episode.errors.humidity_pct = 2 * chance.normal();
  episode.errors.sound_db = chance.normal();

  const double start_s = start_of_episode(chance, setting.season);
  episode.start = lived_in_state(episode.home, weather, start_s);
  const std::size_t steps = episode.decisions * kStepsPerDecision + kForesightSteps;
  episode.moments.reserve(steps);
  for (std::size_t i = 0; i < steps; ++i) {
    const double time_s = start_s + static_cast<double>(i) * kStepSeconds;
    episode.moments.push_back(rooms::moment_at(episode.home, weather, time_s));
  }
  return episode;
}

void set_taste(Episode& episode, const Taste& taste) {
  episode.taste = taste;
  episode.weights = weights_of(taste);
  episode.home.people.taste_k = taste.warmer_k;
}

Walk::Walk(const Episode& episode, std::size_t first_decision)
    : episode_(&episode), decision_(first_decision), state_(episode.start) {
  seen_.fill(
      rooms::observe(episode.home, state_, episode.from_decision(decision_).front(), opening_));
}

contract::InferenceRequest Walk::request() const {
  const auto& now = seen_[0];
  const auto& before = seen_[2];
  const auto& moment = episode_->from_decision(decision_).front();
  const auto& errors = episode_->errors;
  const auto scatter = [this](std::uint64_t which) {  // standard deviation 1
    return std::sqrt(12.0) * (rooms::uniform(rooms::mix(episode_->seed + which), decision_) - 0.5);
  };

  contract::InferenceRequest request;
  request.temp_c = now.temp_c + errors.temp_c + errors.temp_scatter_c * scatter(1);
  request.humidity_pct =
      std::clamp(now.humidity_pct + errors.humidity_pct + errors.humidity_scatter_pct * scatter(2),
                 0.0, 100.0);
  request.volume_dba =
      std::max(0.0, now.sound_dba + errors.sound_db + errors.sound_scatter_db * scatter(3));
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

Truths Walk::truths() const {
  const auto future = episode_->from_decision(decision_);
  const auto& moment = future.front();
  return {moment.presence.people > 0 ? 1.0F : 0.0F,
          moment.presence.asleep ? 1.0F : 0.0F,
          occupied_share(future, 1),
          occupied_share(future, 3),
          static_cast<float>((state_.co2_ppm - 1000) / 500),
          static_cast<float>((moment.street_dba - 50) / 10),
          static_cast<float>((state_.mass_temp_c - 22) / 4),
          static_cast<float>((moment.outdoors.temp_c - 15) / 10),
          static_cast<float>((moment.outdoors.running_mean_temp_c - 15) / 10)};
}

rooms::CostTerms Walk::go_on(double opening) {
  const auto& home = episode_->home;
  rooms::CostTerms cost = rooms::cost_of_move(episode_->weights, opening_, opening);
  opening_ = opening;
  for (const auto& moment : episode_->from_decision(decision_).first(kStepsPerDecision)) {
    const auto result = rooms::step(state_, home.room, moment.outdoors, moment.presence,
                                    moment.setpoint_c, opening, kStepSeconds);
    state_ = result.state;
    cost += rooms::cost_of(episode_->weights, home, state_, moment, opening, result.flows.heating_j,
                           kStepSeconds);
  }
  ++decision_;
  seen_ = {rooms::observe(home, state_, episode_->from_decision(decision_).front(), opening),
           seen_[0], seen_[1]};
  return cost;
}

}  // namespace luft::ml

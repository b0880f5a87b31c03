// Homes move in, are looked at, and answer.
#include "ml/training/rehearsal.h"

#include <algorithm>
#include <cmath>

#include "ml/comfort_limits.h"

namespace luft::ml {
namespace {

constexpr std::size_t kDays = 5;
constexpr std::size_t kYears = 10;  // of weather for each climate
constexpr double kUsualTaste = 0.6;

// A place in a climate is a little warmer, damper or windier than another.
rooms::Climate somewhere_in(rooms::Climate climate, rooms::Chance& chance) {
  climate.mean_temp_c += 1.5 * chance.normal();
  climate.seasonal_amplitude_k *= chance.between(0.8, 1.2);
  climate.diurnal_amplitude_k *= chance.between(0.8, 1.2);
  climate.mean_humidity_pct += chance.between(-6, 6);
  climate.mean_wind_m_s *= chance.between(0.7, 1.3);
  climate.mean_cloud += chance.between(-0.1, 0.1);
  climate.rainy_hours *= chance.between(0.6, 1.5);
  return climate;
}

}  // namespace

Taste random_taste(rooms::Chance& chance) {
  if (chance.happens(kUsualTaste)) return {};
  return {.quiet = chance.between(-1, 1),
          .fresh = chance.between(-1, 1),
          .warm = chance.between(-1, 1),
          .thrift = chance.between(-1, 1),
          .warmer_k = 1.5 * chance.normal()};
}

Rehearsal::Rehearsal(const RehearsalOptions& options, const Normalisation& normalisation)
    : options_(options),
      normalisation_(normalisation),
      chance_(rooms::mix(options.first_home ^ 0x7265686561ULL)),
      next_home_(options.first_home),
      slots_(options.homes) {
  for (const auto& climate : rooms::climates()) {
    auto& years = years_.emplace_back();
    for (std::size_t i = 0; i < kYears; ++i) {
      const auto seed = static_cast<std::uint64_t>(chance_.uniform() * 0x1p52);
      years.push_back(rooms::generate_weather(somewhere_in(climate, chance_), seed));
    }
  }
}

void Rehearsal::move_in(Slot& slot) {
  auto climate = static_cast<std::size_t>(chance_.between(0, double(years_.size())));
  if (climate == options_.without_climate) climate = (climate + 1) % years_.size();
  const auto season = static_cast<std::size_t>(chance_.between(0, 4));
  const auto year = static_cast<std::size_t>(chance_.between(0, double(kYears)));
  slot.episode = std::make_unique<Episode>(
      make_episode(next_home_++, kDays, {climate, season}, years_[climate][year]));
  set_taste(*slot.episode, random_taste(chance_));
  slot.kit = random_kit(chance_);
  slot.walk.emplace(*slot.episode,
                    static_cast<std::size_t>(chance_.between(0, double(kDecisionsPerDay))));
}

void Rehearsal::begin(std::size_t decisions, std::span<float> kept, std::span<float> openings) {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    Slot& slot = slots_[i];
    // At the very beginning homes move in one after the other, so that they do not move out at
    // once.
    const bool first = !slot.walk;
    const bool goes_on = !first && slot.walk->decision() + decisions <= slot.episode->decisions;
    if (!goes_on) move_in(slot);
    if (first) {
      const auto days = static_cast<std::size_t>(chance_.between(0, kDays - 2));
      slot.walk.emplace(*slot.episode, slot.walk->decision() + days * kDecisionsPerDay);
    }
    kept[i] = goes_on ? 1.0F : 0.0F;
    openings[i] = static_cast<float>(slot.walk->opening());
  }
}

void Rehearsal::look(std::span<Look> looks) const {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const Slot& slot = slots_[i];
    const auto request = with_kit(slot.walk->request(), slot.kit);
    const Features features = extract_features(request, slot.episode->taste);
    const ComfortLimits limits = comfort_limits(request, slot.episode->taste.warmer_k);
    Look& look = looks[i];
    look.input = normalise(features, normalisation_);
    for (std::size_t k = 0; k < kFeatureCount; ++k) {
      look.present[k] = std::isnan(features[k]) ? 0.0F : 1.0F;
    }
    look.truths = slot.walk->truths();
    look.least = static_cast<float>(limits.least_pct / 100);
    look.most = static_cast<float>(limits.most_pct / 100);
  }
}

void Rehearsal::move(std::span<const float> openings, std::span<Response> responses) {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    Walk& walk = *slots_[i].walk;
    const double opening = std::clamp(static_cast<double>(openings[i]), 0.0, 1.0);
    responses[i] = respond(*slots_[i].episode, walk.decision(), walk.state(), opening);
    walk.go_on(opening);
  }
}

}  // namespace luft::ml

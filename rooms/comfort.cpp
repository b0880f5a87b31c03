// The terms of the cost, each in its own unit.
#include "rooms/comfort.h"

#include <algorithm>
#include <cmath>

#include "rooms/humid_air.h"

namespace luft::rooms {
namespace {

constexpr double kJoulePerKwh = 3.6e6;
constexpr double kStaleAirPpm = 1000;
constexpr double kQuietAsleep = 30;  // dB(A): WHO community noise guidelines 1999, bedrooms
constexpr double kQuietAwake = 35;   // dB(A): the same, dwellings in the day

double outside(double value, double low, double high) {
  return std::max({0.0, low - value, value - high});
}

}  // namespace

CostTerms& CostTerms::operator+=(const CostTerms& other) {
  temperature += other.temperature;
  air += other.air;
  humidity += other.humidity;
  noise += other.noise;
  heating += other.heating;
  motor += other.motor;
  rain += other.rain;
  return *this;
}

ComfortBand comfort_band(double running_mean_temp_c) {
  const double comfort_c = 0.33 * std::clamp(running_mean_temp_c, 10.0, 30.0) + 18.8;
  return {.low_c = comfort_c - 4, .high_c = comfort_c + 3};
}

CostTerms cost_of(const ComfortWeights& weights, const Home& home, const RoomState& state,
                  const Moment& moment, double opening, double heating_j, double dt_s) {
  const double hours = dt_s / kSecondsPerHour;
  const Presence& presence = moment.presence;
  const bool occupied = presence.people > 0;
  const auto band = comfort_band(moment.outdoors.running_mean_temp_c);
  const double taste = home.people.taste_k;
  // Half air, half surfaces: the operative temperature of still air (EN ISO 7726).
  const double operative_c = 0.5 * (state.air_temp_c + state.mass_temp_c);

  CostTerms cost;
  cost.temperature = (occupied ? weights.temperature : weights.temperature_empty) *
                     outside(operative_c, band.low_c + taste, band.high_c + taste) * hours;
  const double relative = humidity_pct(state.air_temp_c, state.vapour_kg_m3);
  cost.humidity = weights.humidity * outside(relative, 30, 70) / 10 * hours;
  cost.heating = weights.heating * heating_j / kJoulePerKwh;
  if (moment.outdoors.rain_mm_per_h > 0) cost.rain = weights.rain * opening * hours;
  if (occupied) {
    cost.air = weights.air * std::max(0.0, state.co2_ppm - kStaleAirPpm) / 500 * hours;
    const double intruding_dba = intruding_sound_dba(home.room, moment.street_dba, opening);
    const double quiet_dba = presence.asleep ? kQuietAsleep : kQuietAwake;
    cost.noise = weights.noise * std::max(0.0, intruding_dba - quiet_dba) / 10 * hours;
  }
  return cost;
}

CostTerms cost_of_move(const ComfortWeights& weights, double from, double to) {
  CostTerms cost;
  cost.motor = weights.motor * std::abs(to - from);
  return cost;
}

}  // namespace luft::rooms

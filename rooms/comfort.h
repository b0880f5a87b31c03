// What it costs to live in a room: one number a household can weigh, and its terms.
#pragma once

#include "rooms/home.h"

namespace luft::rooms {

// Cost per unit of each term.
struct ComfortWeights {
  double temperature = 1;           // per K·h outside the adaptive comfort band
  double temperature_empty = 0.25;  // the same while nobody is there
  double air = 0.5;                 // per 500 ppm·h of CO2 above 1000 ppm while occupied
  double humidity = 0.5;            // per 10 %·h outside 30-70 %
  double noise = 1;    // per 10 dB·h of sound from outdoors above 30 (asleep) or 35 dB(A)
  double heating = 1;  // per kWh
  double motor = 0.2;  // per 100 % of travel
  double rain = 3;     // per hour of rain through a fully open window
};

// `Number` is double, or Dual for what also needs derivatives (rooms/comfort_terms.h).
template <class Number>
struct CostTermsOf {
  Number temperature = 0;
  Number air = 0;
  Number humidity = 0;
  Number noise = 0;
  Number heating = 0;
  Number motor = 0;
  Number rain = 0;

  [[nodiscard]] Number total() const {
    return temperature + air + humidity + noise + heating + motor + rain;
  }
  CostTermsOf& operator+=(const CostTermsOf& other) {
    temperature += other.temperature;
    air += other.air;
    humidity += other.humidity;
    noise += other.noise;
    heating += other.heating;
    motor += other.motor;
    rain += other.rain;
    return *this;
  }
};
using CostTerms = CostTermsOf<double>;

// What a household cares for more than others do (docs/comfort.md): `quiet`, `fresh` and `warm`
// double the weight of noise, of stale air, and of temperatures outside the band.
enum class Preference : std::uint8_t { balanced, quiet, fresh, warm };
[[nodiscard]] ComfortWeights weights_for(Preference preference);

// EN 16798-1:2019, adaptive model, category II: 0.33 T_rm + 18.8, +3 K and -4 K, valid for running
// means of 10 to 30 °C; outside, the nearest valid value is used.
struct ComfortBand {
  double low_c;
  double high_c;
};
[[nodiscard]] ComfortBand comfort_band(double running_mean_temp_c);

// The cost of `dt_s` seconds in this state. `heating_j` is all heating of that time; to count only
// what airing added, subtract a closed window's (the same for every policy).
[[nodiscard]] CostTerms cost_of(const ComfortWeights& weights, const Home& home,
                                const RoomState& state, const Moment& moment, double opening,
                                double heating_j, double dt_s);

// Of moving from one opening (0..1) to another.
[[nodiscard]] CostTerms cost_of_move(const ComfortWeights& weights, double from, double to);

}  // namespace luft::rooms

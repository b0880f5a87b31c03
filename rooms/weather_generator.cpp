// A year of weather from a climate: season + day + weather that lasts some days (an autoregressive
// process), clouds that damp the day's swing, wind and rain.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "rooms/chance.h"
#include "rooms/sun.h"
#include "rooms/weather.h"

namespace luft::rooms {
namespace {

constexpr double kColdestDay = 20;  // 20 January
constexpr double kWarmestHour = 15;
constexpr double kWeatherMemory = 60;  // hours
constexpr double kCloudMemory = 10;    // hours
constexpr double kWindMemory = 8;      // hours
constexpr double kMeanRain = 1.2;      // mm/h while it rains

// A standard normal process that forgets within `memory` hours.
class Drift {
 public:
  Drift(Chance& chance, double memory_h)
      : keep_(std::exp(-1 / memory_h)), value_(chance.normal()) {}
  double next(Chance& chance) {
    value_ = keep_ * value_ + std::sqrt(1 - keep_ * keep_) * chance.normal();
    return value_;
  }

 private:
  double keep_;
  double value_;
};

}  // namespace

Weather generate_weather(const Climate& climate, std::uint64_t seed) {
  Chance chance(mix(seed ^ 0x77656174686572ULL));
  Drift warmth(chance, kWeatherMemory);
  Drift clouds(chance, kCloudMemory);
  Drift gusts(chance, kWindMemory);

  std::vector<Outdoors> hours(kHoursPerYear);
  for (std::size_t i = 0; i < hours.size(); ++i) {
    const double time_s = static_cast<double>(i) * kSecondsPerHour;
    const double day = std::floor(static_cast<double>(i) / 24);
    const double hour = static_cast<double>(i % 24);
    const double cloud = std::clamp(climate.mean_cloud + 0.4 * clouds.next(chance), 0.0, 1.0);
    const double season = -std::cos(2 * std::numbers::pi * (day - kColdestDay) / 365);
    const double clock = std::cos(2 * std::numbers::pi * (hour - kWarmestHour) / 24);
    const double swing = climate.diurnal_amplitude_k * (1.3 - 0.9 * cloud) * clock;

    Outdoors& outdoors = hours[i];
    outdoors.temp_c = climate.mean_temp_c + climate.seasonal_amplitude_k * season + swing +
                      climate.weather_deviation_k * warmth.next(chance);
    outdoors.humidity_pct = std::clamp(climate.mean_humidity_pct - 4.0 * swing +
                                           25 * (cloud - climate.mean_cloud) + 3 * chance.normal(),
                                       15.0, 100.0);
    outdoors.wind_speed_m_s =
        climate.mean_wind_m_s * std::exp(0.5 * gusts.next(chance) - 0.125) * (1 + 0.25 * clock);
    // Rain falls from the thickest clouds, often enough for the climate's share of rainy hours.
    const double wet = std::clamp((cloud - 0.6) / 0.4, 0.0, 1.0);
    if (chance.happens(std::min(0.9, wet * climate.rainy_hours * 3))) {
      outdoors.rain_mm_per_h = -kMeanRain * std::log(1 - chance.uniform()) + 0.1;
      outdoors.humidity_pct = std::max(outdoors.humidity_pct, 90.0);
    }
    fill_radiation(outdoors, sun_direction(climate.latitude_deg, time_s), cloud);
  }
  return Weather(std::move(hours));
}

}  // namespace luft::rooms

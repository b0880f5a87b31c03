// A year of weather, hour by hour, and what it is at any moment of that year.
//
// Times are seconds since 1 January, 00:00 local standard time; the year has 365 days and repeats.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace luft::rooms {

inline constexpr double kSecondsPerHour = 3600.0;
inline constexpr double kSecondsPerDay = 24 * kSecondsPerHour;
inline constexpr double kSecondsPerYear = 365 * kSecondsPerDay;
inline constexpr int kHoursPerYear = 365 * 24;

// The outdoors at one moment.
struct Outdoors {
  double temp_c = 10;
  double humidity_pct = 70;
  double vapour_kg_m3 = 0.0066;
  double wind_speed_m_s = 3;  // at 10 m height
  double rain_mm_per_h = 0;
  double global_w_m2 = 0;      // on the horizontal
  double diffuse_w_m2 = 0;     // on the horizontal
  double beam_north_w_m2 = 0;  // direct normal irradiance times the sun's northward component
  double beam_east_w_m2 = 0;
  double running_mean_temp_c = 10;  // EN 16798-1: daily means, alpha = 0.8
};

// The numbers a climate is generated from.
struct Climate {
  std::string_view name;
  double latitude_deg;          // of the northern hemisphere
  double mean_temp_c;           // over the year
  double seasonal_amplitude_k;  // of the daily mean, half of warmest less coldest
  double diurnal_amplitude_k;   // on a clear day, half of warmest less coldest
  double weather_deviation_k;   // standard deviation of the daily mean from its season
  double mean_humidity_pct;
  double mean_wind_m_s;
  double mean_cloud;   // 0..1
  double rainy_hours;  // fraction of all hours
};

// Four climates: cool and damp, cold continental, dry and mild, hot and humid.
std::span<const Climate> climates();

class Weather {
 public:
  // `hours`: one year (8,760), each at the full hour; vapour and running mean are filled in here.
  explicit Weather(std::vector<Outdoors> hours);

  [[nodiscard]] Outdoors at(double time_s) const;  // linear between hours
  [[nodiscard]] std::span<const Outdoors> hours() const { return hours_; }

 private:
  std::vector<Outdoors> hours_;
};

// A year made up from a climate; the same seed gives the same year.
[[nodiscard]] Weather generate_weather(const Climate& climate, std::uint64_t seed);

// Reads a year of hourly CSV, plain or gzip, with the columns month, day, hour_ending,
// outdoor_temp_c, outdoor_rh_pct, direct_normal_w_m2, diffuse_horizontal_w_m2,
// global_horizontal_w_m2, wind_speed_m_s (others are ignored). Such files carry no rain: it is made
// up from `seed` in hours that are humid and dark; and no latitude: it is read from the sun. The
// error names the file, line and column.
[[nodiscard]] std::expected<Weather, std::string> read_weather(const std::filesystem::path& file,
                                                               std::uint64_t seed);

// The northern latitude, in whole degrees, at which beam and diffuse irradiance best make up the
// global one; within some degrees, as clocks don't follow the sun. `beam_w_m2`: direct normal, hour
// by hour from 1 January on, as `hours`.
[[nodiscard]] double latitude_by_sun(std::span<const Outdoors> hours,
                                     std::span<const double> beam_w_m2);

}  // namespace luft::rooms

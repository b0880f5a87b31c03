// Hourly weather from CSV (typical years), read with zlib whether compressed or not.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include "rooms/chance.h"
#include "rooms/sun.h"
#include "rooms/weather.h"

namespace luft::rooms {
namespace {

enum Column : std::uint8_t { temp, humidity, beam, diffuse, global, wind };
constexpr std::array<std::string_view, 6> kColumns{
    "outdoor_temp_c",          "outdoor_rh_pct",         "direct_normal_w_m2",
    "diffuse_horizontal_w_m2", "global_horizontal_w_m2", "wind_speed_m_s"};
constexpr std::size_t kLongestLine = 1024;
constexpr int kHighestLatitude = 66;

// A line as fields; the views live as long as the line.
std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  while (true) {
    const auto comma = line.find(',');
    fields.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

class LineReader {
 public:
  explicit LineReader(const std::filesystem::path& file) : file_(gzopen(file.c_str(), "rb")) {}

  [[nodiscard]] bool is_open() const { return file_ != nullptr; }
  // False at the end. A line longer than kLongestLine arrives in pieces and fails as fields.
  bool next(std::string_view& line) {
    if (gzgets(file_.get(), buffer_.data(), static_cast<int>(buffer_.size())) == nullptr) {
      return false;
    }
    line = buffer_.data();
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    ++number_;
    return true;
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  struct Close {
    void operator()(gzFile handle) const { gzclose(handle); }
  };
  std::unique_ptr<gzFile_s, Close> file_;
  std::array<char, kLongestLine> buffer_{};
  int number_ = 0;
};

using Positions = std::array<std::size_t, kColumns.size()>;

std::expected<Positions, std::string> find_columns(std::string_view header) {
  const auto names = split(header);
  Positions positions{};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    const auto found = std::ranges::find(names, kColumns[i]);
    if (found == names.end()) return std::unexpected("no column " + std::string(kColumns[i]));
    positions[i] = static_cast<std::size_t>(found - names.begin());
  }
  return positions;
}

std::expected<std::array<double, kColumns.size()>, std::string> read_values(
    std::string_view line, const Positions& positions) {
  const auto fields = split(line);
  std::array<double, kColumns.size()> values{};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    const auto field = positions[i] < fields.size() ? fields[positions[i]] : std::string_view{};
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), values[i]);
    if (error != std::errc{} || end != field.data() + field.size()) {
      return std::unexpected(std::string(kColumns[i]) + " is not a number: '" + std::string(field) +
                             "'");
    }
  }
  return values;
}

// The value of the hour that ends stands for its middle.
double middle_of_hour_s(std::size_t hour) {
  return (static_cast<double>(hour) + 0.5) * kSecondsPerHour;
}

void direct_beam(std::vector<Outdoors>& hours, std::span<const double> beam_w_m2) {
  const double latitude_deg = latitude_by_sun(hours, beam_w_m2);
  for (std::size_t i = 0; i < hours.size(); ++i) {
    const auto sun = sun_direction(latitude_deg, middle_of_hour_s(i));
    hours[i].beam_north_w_m2 = beam_w_m2[i] * sun.north;
    hours[i].beam_east_w_m2 = beam_w_m2[i] * sun.east;
  }
}

}  // namespace

double latitude_by_sun(std::span<const Outdoors> hours, std::span<const double> beam_w_m2) {
  double best_deg = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int latitude_deg = 0; latitude_deg <= kHighestLatitude; ++latitude_deg) {
    double missed = 0;
    for (std::size_t i = 0; i < hours.size(); ++i) {
      const double up = std::max(0.0, sun_direction(latitude_deg, middle_of_hour_s(i)).up);
      const double direct_w_m2 = hours[i].global_w_m2 - hours[i].diffuse_w_m2;
      missed += std::pow(direct_w_m2 - beam_w_m2[i] * up, 2);
    }
    if (missed < least) {
      least = missed;
      best_deg = latitude_deg;
    }
  }
  return best_deg;
}

std::expected<Weather, std::string> read_weather(const std::filesystem::path& file,
                                                 std::uint64_t seed) {
  LineReader lines(file);
  const auto fail = [&](const std::string& why) {
    return std::unexpected(file.string() + ":" + std::to_string(lines.number()) + ": " + why);
  };
  std::string_view line;
  if (!lines.is_open() || !lines.next(line)) return fail("cannot be read");
  const auto columns = find_columns(line);
  if (!columns) return fail(columns.error());

  std::vector<Outdoors> hours;
  hours.reserve(kHoursPerYear);
  std::vector<double> beam_w_m2;
  while (lines.next(line)) {
    const auto values = read_values(line, *columns);
    if (!values) return fail(values.error());
    if (hours.size() == kHoursPerYear) return fail("more than 8,760 hours");
    const auto& v = *values;
    const auto index = hours.size();
    Outdoors outdoors{.temp_c = v[temp],
                      .humidity_pct = std::clamp(v[humidity], 0.0, 100.0),
                      .wind_speed_m_s = v[wind],
                      .global_w_m2 = v[global],
                      .diffuse_w_m2 = v[diffuse]};
    const bool dark = v[beam] < 50;
    if (dark && v[humidity] >= 90 && uniform(seed, index) < 0.35) {
      outdoors.rain_mm_per_h = 0.2 + 2 * uniform(seed, index + kHoursPerYear);
    }
    hours.push_back(outdoors);
    beam_w_m2.push_back(v[beam]);
  }
  if (hours.size() != kHoursPerYear) return fail("a year of 8,760 hours ends early");
  direct_beam(hours, beam_w_m2);
  return Weather(std::move(hours));
}

}  // namespace luft::rooms

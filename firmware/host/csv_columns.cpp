#include "firmware/host/csv_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>

namespace luft::firmware::host {

using contract::Metric;

namespace {

constexpr double kHpaPerMmHg = 1.333223874;  // conventional millimetre of mercury

struct TimeColumn {
  std::string_view name;
  TimeMeaning meaning = TimeMeaning::local;
};

constexpr std::array kTimeColumns = {
    TimeColumn{"time"},
    TimeColumn{"timestamp"},
    TimeColumn{"datetime"},
    TimeColumn{"date_time"},
    TimeColumn{"date"},
    TimeColumn{"ts"},
    TimeColumn{"created_at"},
    TimeColumn{"recorded_at"},
    TimeColumn{"epoch"},
    TimeColumn{"unix"},
    TimeColumn{"unix_time"},
    TimeColumn{"time_ms"},
    TimeColumn{"timestamp_ms"},
    TimeColumn{"time_local"},
    TimeColumn{"timestamp_local"},
    TimeColumn{"datetime_local"},
    TimeColumn{"time_utc", TimeMeaning::utc},
    TimeColumn{"timestamp_utc", TimeMeaning::utc},
    TimeColumn{"datetime_utc", TimeMeaning::utc},
};

struct KnownColumn {
  std::string_view name;
  ColumnMeaning meaning;
};

constexpr std::array kKnownColumns = {
    KnownColumn{"temp_c", {Metric::temperature}},
    KnownColumn{"temperature_c", {Metric::temperature}},
    KnownColumn{"temperature", {Metric::temperature}},
    KnownColumn{"rh_pct", {Metric::humidity}},
    KnownColumn{"humidity_pct", {Metric::humidity}},
    KnownColumn{"humidity", {Metric::humidity}},
    KnownColumn{"sound_dba", {Metric::sound_volume}},
    KnownColumn{"sound_volume", {Metric::sound_volume}},
    KnownColumn{"volume", {Metric::sound_volume}},
    KnownColumn{"co2_ppm", {Metric::co2}},
    KnownColumn{"co2", {Metric::co2}},
    KnownColumn{"pressure_hpa", {Metric::pressure}},
    KnownColumn{"pressure_mmhg", {Metric::pressure, kHpaPerMmHg}},
    KnownColumn{"illuminance_lx", {Metric::illuminance}},
    KnownColumn{"lux", {Metric::illuminance}},
    KnownColumn{"outdoor_temp_c", {Metric::temperature, 1, Place::outdoors}},
    KnownColumn{"outdoor_rh_pct", {Metric::humidity, 1, Place::outdoors}},
    KnownColumn{"outdoor_humidity_pct", {Metric::humidity, 1, Place::outdoors}},
    KnownColumn{"wind_speed_m_s", {Metric::wind_speed, 1, Place::outdoors}},
    KnownColumn{"rain_mm_per_h", {Metric::rain, 1, Place::outdoors}},
};

// As written in the table above: lower case, no space around it.
std::string plain(std::string_view name) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
  while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
  std::string result(name);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::optional<std::size_t> time_column_of(std::span<const std::string> names) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* const known = std::ranges::find(kTimeColumns, names[i], &TimeColumn::name);
    if (known == kTimeColumns.end()) continue;
    if (known->meaning == TimeMeaning::utc) return i;
    if (!first) first = i;
  }
  return first;
}

}  // namespace

std::optional<ColumnMeaning> meaning_of(std::string_view column) {
  const auto* const found = std::ranges::find(kKnownColumns, column, &KnownColumn::name);
  if (found == kKnownColumns.end()) return std::nullopt;
  return found->meaning;
}

bool CsvColumns::holds(Place place) const {
  return std::ranges::any_of(values, [place](const Value& value) {
    // Pressure is the same on both sides of a window: it does not make a file an indoor one.
    return value.meaning.place == place && value.meaning.metric != Metric::pressure;
  });
}

std::expected<CsvColumns, std::string> read_header(std::string_view line) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  auto names = split_row(line);
  for (std::string& name : names) name = plain(name);
  CsvColumns columns;
  columns.count = names.size();
  const auto time = time_column_of(names);
  std::set<std::pair<Metric, Place>> taken;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (time == i) {
      columns.time_meaning = std::ranges::find(kTimeColumns, names[i], &TimeColumn::name)->meaning;
    } else if (names[i] == "room_id" && !columns.room) {
      columns.room = i;
    } else if (const auto meaning = meaning_of(names[i]);
               meaning && taken.emplace(meaning->metric, meaning->place).second) {
      columns.values.push_back({.index = i, .meaning = *meaning});
    } else {
      columns.ignored.push_back(names[i]);
    }
  }
  if (!time) {
    std::vector<std::string_view> known;
    known.reserve(kTimeColumns.size());
    for (const TimeColumn& column : kTimeColumns) known.push_back(column.name);
    return std::unexpected(
        fmt::format("no time column: one must be named {}", fmt::join(known, ", ")));
  }
  if (columns.values.empty()) {
    std::vector<std::string_view> known;
    known.reserve(kKnownColumns.size());
    for (const KnownColumn& column : kKnownColumns) known.push_back(column.name);
    return std::unexpected(
        fmt::format("no column to send; known ones are {}", fmt::join(known, ", ")));
  }
  columns.time = *time;
  return columns;
}

std::vector<std::string> split_row(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace luft::firmware::host

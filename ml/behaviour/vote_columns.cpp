#include "ml/behaviour/vote_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

namespace luft::ml {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 4> kLabels{"window_open", "open", "is_open", "window_state"};
// Of several, the first here: a coarser place never mixes what a finer one would part.
constexpr std::array<std::string_view, 5> kCities{"city", "site", "group_id", "building_ref",
                                                  "study_id"};
constexpr std::array<std::string_view, 1> kScored{"is_core"};
constexpr std::array<std::string_view, 5> kTemp{"temp_c", "temperature_c", "temperature", "temp",
                                                "indoor_temp_c"};
constexpr std::array<std::string_view, 5> kHumidity{"rh_pct", "humidity_pct", "humidity", "rh",
                                                    "indoor_rh_pct"};
constexpr std::array<std::string_view, 4> kOutdoorTemp{"outdoor_temp_c", "outdoor_temperature_c",
                                                       "outdoor_temp", "outdoor_temp_daily_mean_c"};
constexpr std::array<std::string_view, 2> kRunningMean{"outdoor_temp_running_mean_7d_c",
                                                       "outdoor_temp_running_mean_c"};
constexpr std::array<std::string_view, 3> kOutdoorHumidity{"outdoor_rh_pct", "outdoor_humidity_pct",
                                                           "outdoor_humidity"};
constexpr std::array<std::string_view, 2> kCooling{"cooling_type", "cooling"};
constexpr std::array<Names, kQuantityCount> kQuantities{
    kTemp, kHumidity, kOutdoorTemp, kRunningMean, kOutdoorHumidity, kCooling};

// As written in the tables above: lower case, no space around it.
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

// Where columns of these names stand, in the order of `wanted`.
std::vector<std::size_t> places_of(Names wanted, std::span<const std::string> names) {
  std::vector<std::size_t> places;
  for (const std::string_view name : wanted) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) places.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  return places;
}

std::optional<std::size_t> place_of(Names wanted, std::span<const std::string> names) {
  const auto places = places_of(wanted, names);
  return places.empty() ? std::nullopt : std::optional(places.front());
}

}  // namespace

std::expected<VoteColumns, std::string> read_vote_header(std::string_view line) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  auto names = split_cells(line);
  for (std::string& name : names) name = plain(name);
  const auto label = place_of(kLabels, names);
  if (!label) {
    return std::unexpected(fmt::format("no column with the window's state: one must be named {}",
                                       fmt::join(kLabels, ", ")));
  }
  VoteColumns columns{.count = names.size(),
                      .label = *label,
                      .city = place_of(kCities, names),
                      .is_scored = place_of(kScored, names),
                      .measured = {}};
  for (std::size_t i = 0; i < kQuantityCount; ++i) {
    columns.measured[i] = places_of(kQuantities[i], names);
  }
  if (!columns.holds(Quantity::temp_c)) {
    return std::unexpected(fmt::format(
        "no column with the indoor temperature: one must be named {}", fmt::join(kTemp, ", ")));
  }
  return columns;
}

std::vector<std::string> split_cells(std::string_view line) {
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

}  // namespace luft::ml

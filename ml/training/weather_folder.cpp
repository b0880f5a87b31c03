// One file a place, named like its file.
#include "ml/training/weather_folder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace luft::ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRainSeed = 1;  // such files carry no rain

bool is_weather(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".csv") || name.ends_with(".csv.gz");
}

std::string place_name(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.substr(0, name.find(".csv"));
}

}  // namespace

std::expected<std::vector<Place>, std::string> read_weather_folder(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_weather(entry->path())) files.push_back(entry->path());
  }
  if (error) return std::unexpected(folder + ": " + error.message());
  if (files.empty()) return std::unexpected(folder + ": no *.csv or *.csv.gz in it");
  std::ranges::sort(files);
  std::vector<Place> places;
  for (const auto& file : files) {
    auto weather = rooms::read_weather(file, kRainSeed);
    if (!weather) return std::unexpected(weather.error());
    places.push_back({.name = place_name(file), .weather = std::move(*weather)});
  }
  return places;
}

std::expected<std::size_t, std::string> find_climate(const std::string& name,
                                                     const std::vector<std::string>& names) {
  const auto found = std::ranges::find(names, name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  return std::unexpected(
      fmt::format("no climate is named \"{}\": there are {}", name, fmt::join(names, ", ")));
}

}  // namespace luft::ml

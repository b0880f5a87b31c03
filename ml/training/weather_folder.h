// Recorded weather to judge in: a folder of hourly years, as rooms/weather.h reads them.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "ml/training/evaluation.h"

namespace luft::ml {

// Each *.csv and *.csv.gz of the folder, in the order of their names. The error says that the
// folder cannot be read or holds none, or what is wrong where in a file.
[[nodiscard]] std::expected<std::vector<Place>, std::string> read_weather_folder(
    const std::string& folder);

// Which of `names` is meant. The error lists them.
[[nodiscard]] std::expected<std::size_t, std::string> find_climate(
    const std::string& name, const std::vector<std::string>& names);

}  // namespace luft::ml

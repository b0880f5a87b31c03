// Which columns of recorded climate mean which metric, in which unit.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/metric.h"
#include "firmware/host/civil_time.h"

namespace luft::firmware::host {

enum class Place : std::uint8_t { indoors, outdoors };

struct ColumnMeaning {
  contract::Metric metric{};
  double factor = 1;  // from the column's unit to the metric's
  Place place = Place::indoors;
};

// "temp_c", "rh_pct", "co2_ppm", "pressure_mmhg", "outdoor_temp_c", …
[[nodiscard]] std::optional<ColumnMeaning> meaning_of(std::string_view column);

struct CsvColumns {
  struct Value {
    std::size_t index = 0;
    ColumnMeaning meaning;
  };
  std::size_t time = 0;
  TimeMeaning time_meaning = TimeMeaning::local;
  std::optional<std::size_t> room;
  std::vector<Value> values;
  std::vector<std::string> ignored;
  std::size_t count = 0;

  [[nodiscard]] bool holds(Place place) const;
};

// Names count whatever their case. Of several time columns the first that leaves no doubt (UTC) is
// taken, else the first. The error says which column is missing and which names are known.
[[nodiscard]] std::expected<CsvColumns, std::string> read_header(std::string_view line);

// The cells of a row; quotes around a cell (RFC 4180) are taken off.
[[nodiscard]] std::vector<std::string> split_row(std::string_view line);

}  // namespace luft::firmware::host

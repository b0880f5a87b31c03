#include "firmware/host/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "contract/device.h"
#include "contract/device_id.h"
#include "firmware/host/csv_columns.h"
#include "firmware/host/text_lines.h"

namespace luft::firmware::host {
namespace {

// What one row says, as far as it could be read.
struct Row {
  std::string room;
  std::int64_t time_ms = 0;
  std::vector<std::optional<double>> values;  // as the columns' values
  std::vector<std::string> refused_cells;     // why
};

bool is_absent(std::string_view cell) {
  return cell.empty() || cell == "NA" || cell == "NaN" || cell == "nan" || cell == "null";
}

class RowReader {
 public:
  RowReader(const CsvColumns& columns, const TimeZone& zone) : columns_(columns), zone_(zone) {}

  [[nodiscard]] std::expected<Row, std::string> read(std::string_view line) const {
    const auto cells = split_row(line);
    if (cells.size() != columns_.count) {
      return std::unexpected(
          fmt::format("{} columns where the header has {}", cells.size(), columns_.count));
    }
    Row row;
    const auto time_ms = zone_.parse(cells[columns_.time], columns_.time_meaning);
    if (!time_ms) return std::unexpected(time_ms.error());
    if (*time_ms < 0) return std::unexpected("a time before 1970");
    row.time_ms = *time_ms;
    if (columns_.room) row.room = lower_case(cells[*columns_.room]);
    for (const auto& [index, meaning] : columns_.values) {
      const auto value = read_value(cells[index], meaning);
      if (!value) row.refused_cells.push_back(value.error());
      row.values.push_back(value.value_or(std::nullopt));
    }
    return row;
  }

 private:
  static std::string lower_case(std::string text) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (c == ' ' || c == '.') c = '-';
    }
    return text;
  }

  static std::expected<std::optional<double>, std::string> read_value(
      std::string_view cell, const ColumnMeaning& meaning) {
    if (is_absent(cell)) return std::nullopt;
    double value = 0;
    const char* const end = cell.data() + cell.size();
    const auto [rest, error] = std::from_chars(cell.data(), end, value);
    if (error != std::errc{} || rest != end || !std::isfinite(value)) {
      return std::unexpected(
          fmt::format("{} \"{}\" is not a number", contract::info(meaning.metric).name, cell));
    }
    value *= meaning.factor;
    if (meaning.factor != 1) value = std::round(value * 1'000) / 1'000;
    const contract::MetricInfo& metric = contract::info(meaning.metric);
    if (value < metric.min || value > metric.max) {
      return std::unexpected(fmt::format("{} {} is not between {} and {} {}", metric.name, cell,
                                         metric.min, metric.max, metric.unit));
    }
    return value;
  }

  const CsvColumns& columns_;
  const TimeZone& zone_;
};

// Of one moment, as they came. (GCC 12's own stable_sort uses what C++17 deprecates.)
std::vector<RecordedReading> in_order_of_time(const std::vector<RecordedReading>& readings) {
  std::vector<std::size_t> order(readings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair{readings[i].time_ms, i}; });
  std::vector<RecordedReading> sorted;
  sorted.reserve(readings.size());
  for (const std::size_t i : order) sorted.push_back(readings[i]);
  return sorted;
}

class Collector {
 public:
  Collector(std::string base_id, const CsvColumns& columns)
      : base_id_(std::move(base_id)),
        columns_(columns),
        has_outdoor_device_(columns.holds(Place::indoors) && columns.holds(Place::outdoors)) {}

  // The error says which device id a room would make.
  [[nodiscard]] std::expected<void, std::string> add(const Row& row) {
    const std::string indoor_id = row.room.empty() ? base_id_ : base_id_ + "-" + row.room;
    const std::string outdoor_id = has_outdoor_device_ ? base_id_ + "-outdoor" : indoor_id;
    for (const std::string& id : {indoor_id, outdoor_id}) {
      if (contract::parse_device_id(id)) continue;
      return std::unexpected(
          fmt::format("\"{}\" is no device id: at most 32 of a-z, 0-9, _ and -", id));
    }
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      if (!row.values[i]) continue;
      const ColumnMeaning& meaning = columns_.values[i].meaning;
      RecordedDevice& device =
          device_named(meaning.place == Place::outdoors ? outdoor_id : indoor_id);
      device.readings.push_back(
          {.time_ms = row.time_ms, .value = *row.values[i], .metric = meaning.metric});
      device.sensors =
          static_cast<std::uint16_t>(device.sensors | contract::sensor_bit(meaning.metric));
    }
    return {};
  }

  [[nodiscard]] std::vector<RecordedDevice> take() {
    for (RecordedDevice& device : devices_) device.readings = in_order_of_time(device.readings);
    return std::move(devices_);
  }

 private:
  RecordedDevice& device_named(const std::string& id) {
    const auto [found, is_new] = index_.try_emplace(id, devices_.size());
    if (is_new) devices_.push_back({.id = id, .readings = {}});
    return devices_[found->second];
  }

  std::string base_id_;
  const CsvColumns& columns_;
  bool has_outdoor_device_;
  std::map<std::string, std::size_t> index_;
  std::vector<RecordedDevice> devices_;
};

}  // namespace

std::uint64_t Recording::reading_count() const {
  std::uint64_t count = 0;
  for (const RecordedDevice& device : devices) count += device.readings.size();
  return count;
}

std::expected<Recording, std::string> read_recording(const std::string& path,
                                                     const std::string& device_id,
                                                     const TimeZone& zone) {
  auto lines = TextLines::open(path);
  if (!lines) return std::unexpected(lines.error());
  const auto header = lines->next();
  if (!header) return std::unexpected(header.error());
  if (!*header) return std::unexpected(path + " is empty");
  const auto columns = read_header(**header);
  if (!columns) return std::unexpected(fmt::format("{}:1: {}", path, columns.error()));

  Recording recording;
  recording.ignored_columns = columns->ignored;
  const RowReader reader(*columns, zone);
  Collector collector(device_id, *columns);
  const auto explain = [&](std::string why) {
    if (recording.first_skipped.size() == kMostExplained) return;
    recording.first_skipped.push_back({.line = lines->number(), .why = std::move(why)});
  };
  while (true) {
    const auto line = lines->next();
    if (!line) return std::unexpected(line.error());
    if (!*line) break;
    if ((*line)->empty()) continue;
    ++recording.rows;
    auto row = reader.read(**line);
    const auto added = row ? collector.add(*row) : std::unexpected(row.error());
    if (!added) {
      ++recording.skipped_rows;
      explain(added.error());
      continue;
    }
    recording.skipped_cells += row->refused_cells.size();
    for (std::string& why : row->refused_cells) explain(std::move(why));
  }
  recording.devices = collector.take();
  return recording;
}

}  // namespace luft::firmware::host

// Recorded climate, read whole: a CSV file's readings by device, in order of time.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "contract/metric.h"
#include "firmware/host/civil_time.h"

namespace luft::firmware::host {

struct RecordedReading {
  std::int64_t time_ms = 0;  // Unix time
  double value = 0;          // in the metric's unit
  contract::Metric metric{};
};

struct RecordedDevice {
  std::string id;
  std::vector<RecordedReading> readings;  // by time; of one moment, in the order of the columns
  std::uint16_t sensors = 0;              // bit per metric (contract::sensor_bit)
};

struct SkippedRow {
  std::size_t line = 0;
  std::string why;
};

struct Recording {
  std::vector<RecordedDevice> devices;  // in order of appearance
  std::vector<std::string> ignored_columns;
  std::uint64_t rows = 0;  // all but the header
  std::uint64_t skipped_rows = 0;
  std::vector<SkippedRow> first_skipped;  // at most kMostExplained of them

  [[nodiscard]] std::uint64_t reading_count() const;
};

inline constexpr std::size_t kMostExplained = 20;

// Columns: docs of `known_columns`; `timestamp_local`, `timestamp`, `time` or `time_utc` is the
// time; with `room_id` each room is the device `ID-<room_id>`. When a file holds both indoor and
// outdoor columns, the outdoor ones are the device `ID-outdoor`. An empty cell (or NA) is no
// reading; a row with anything else that cannot be read is skipped, and counted.
// The error names the file, and what would make it readable.
[[nodiscard]] std::expected<Recording, std::string> read_recording(const std::string& path,
                                                                   const std::string& device_id,
                                                                   const TimeZone& zone);

}  // namespace luft::firmware::host

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

struct Skipped {
  std::size_t line = 0;
  std::string why;
};

struct Recording {
  std::vector<RecordedDevice> devices;  // in order of appearance
  std::vector<std::string> ignored_columns;
  std::uint64_t rows = 0;  // all but the header
  std::uint64_t skipped_rows = 0;
  std::uint64_t skipped_cells = 0;     // of rows that are not skipped
  std::vector<Skipped> first_skipped;  // at most kMostExplained rows and cells

  [[nodiscard]] std::uint64_t reading_count() const;
  [[nodiscard]] bool is_whole() const { return skipped_rows + skipped_cells == 0; }
};

inline constexpr std::size_t kMostExplained = 20;

// Columns: csv_columns.h knows their names; with `room_id` each room is the device `ID-<room_id>`.
// When a file holds both indoor and outdoor columns, the outdoor ones are the device `ID-outdoor`.
// An empty cell (or NA) is no reading. A cell that is no number, or beyond what its metric can be,
// is skipped and counted, and the rest of its row is kept; a row without a time, a room that makes
// a device id, or the header's number of cells is skipped whole.
// The error names the file, and what would make it readable.
[[nodiscard]] std::expected<Recording, std::string> read_recording(const std::string& path,
                                                                   const std::string& device_id,
                                                                   const TimeZone& zone);

}  // namespace luft::firmware::host

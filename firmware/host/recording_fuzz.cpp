// Somebody's CSV, compressed or not: no more readings than it has cells, each in its metric's
// range and in order of time, of devices whose names are names.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "contract/device_id.h"
#include "firmware/host/recording.h"

namespace {

using luft::firmware::host::RecordedReading;

constexpr std::uint64_t kMostColumns = 20;  // that mean something

void check(const luft::firmware::host::Recording& recording) {
  assert(recording.skipped_rows <= recording.rows);
  assert(recording.reading_count() <= (recording.rows - recording.skipped_rows) * kMostColumns);
  for (const auto& device : recording.devices) {
    assert(luft::contract::parse_device_id(device.id));
    assert(std::ranges::is_sorted(device.readings, {}, &RecordedReading::time_ms));
    for (const RecordedReading& reading : device.readings) {
      const auto& metric = luft::contract::info(reading.metric);
      assert(std::isfinite(reading.value) && reading.time_ms >= 0);
      assert(reading.value >= metric.min && reading.value <= metric.max);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto utc = luft::firmware::host::TimeZone::use("UTC");
  static const int file = memfd_create("recording", 0);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  const bool written =
      ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == static_cast<ssize_t>(size);
  assert(written);
  const auto recording = luft::firmware::host::read_recording(path, "house", *utc);
  if (recording) check(*recording);
  assert(recording || !recording.error().empty());
  return 0;
}

#include "bench/climate_series.h"

#include <filesystem>
#include <memory>

#include "firmware/host/recording.h"
#include "rooms/simulated_room.h"

namespace luft::bench {
namespace {

// Beside the source tree; where it comes from is said there.
constexpr const char* kRecording =
    LUFT_SOURCE_DIR "/../shared/data/indoor_climate/belgian_house_rooms_10min.csv.gz";
constexpr std::size_t kSimulatedRooms = 8;
constexpr double kSlot_s = 600;
constexpr int kSlots = 135 * 24 * 6;

using Series = std::vector<Climate>;

std::vector<Series> recorded() {
  const auto zone = firmware::host::TimeZone::use("UTC");
  if (!zone) return {};
  const auto recording = firmware::host::read_recording(kRecording, "house", *zone);
  if (!recording) return {};
  std::vector<Series> all;
  for (const auto& room : recording->devices) {
    Series series;
    Climate slot;
    for (const auto& reading : room.readings) {
      if (reading.metric == contract::Metric::temperature) slot.temp_c = reading.value;
      if (reading.metric != contract::Metric::humidity) continue;
      slot.humidity_pct = reading.value;  // a row's second
      series.push_back(slot);
    }
    if (!series.empty()) all.push_back(std::move(series));
  }
  return all;
}

std::vector<Series> simulated() {
  std::vector<Series> all(kSimulatedRooms);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const rooms::Home home = rooms::random_home(i);
    const auto weather = std::make_shared<const rooms::Weather>(
        rooms::generate_weather(rooms::climates()[home.climate], i));
    rooms::SimulatedRoom room{home, weather, 0};
    for (int slot = 0; slot < kSlots; ++slot) {
      room.advance(kSlot_s, slot % 36 == 0 ? 0.3 : 0);
      const auto seen = room.observe();
      all[i].push_back({.temp_c = seen.temp_c, .humidity_pct = seen.humidity_pct});
    }
  }
  return all;
}

}  // namespace

std::vector<Series> climate_series() {
  if (std::filesystem::exists(kRecording)) {
    if (auto all = recorded(); !all.empty()) return all;
  }
  return simulated();
}

}  // namespace luft::bench

#include "firmware/host/virtual_homes.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "rooms/chance.h"
#include "rooms/humid_air.h"

namespace luft::firmware::host {
namespace {

// How a room is found in the morning.
struct Morning {
  std::string_view name;
  rooms::RoomUse use;
  double temp_c;
  double humidity_pct;
  double co2_ppm;
  double street_day_dba;
  double window_pct;
};

// So that airing is clearly right, whatever the model thinks of the hour: warm or damp air behind a
// closed window, or a window open to a loud street with nothing to win.
constexpr std::array kMornings = {
    Morning{"living-room", rooms::RoomUse::living_room, 28.5, 52, 1'900, 52, 0},  // warm, stuffy
    Morning{"bedroom", rooms::RoomUse::bedroom, 19.5, 50, 700, 74, 80},  // open to a loud street
    Morning{"kitchen", rooms::RoomUse::living_room, 24.5, 84, 1'200, 50, 0},  // steam
    Morning{"study", rooms::RoomUse::study, 29.0, 45, 1'500, 52, 0},
    Morning{"bathroom", rooms::RoomUse::bedroom, 23.0, 88, 800, 50, 0},
    Morning{"nursery", rooms::RoomUse::bedroom, 28.0, 58, 2'300, 48, 0},
    Morning{"dining-room", rooms::RoomUse::living_room, 25.0, 80, 1'400, 52, 0},
    Morning{"office", rooms::RoomUse::study, 20.5, 40, 600, 76, 70},  // open to a loud street
    Morning{"attic", rooms::RoomUse::study, 31.0, 42, 900, 50, 0},
};

}  // namespace

std::string room_name(std::size_t index, const std::string& prefix) {
  if (index < kMornings.size()) return std::string{kMornings[index].name};
  return fmt::format("{}-{:04}", prefix, index + 1);
}

std::shared_ptr<const rooms::Weather> virtual_weather(std::uint64_t seed) {
  return std::make_shared<const rooms::Weather>(
      rooms::generate_weather(rooms::climates().front(), seed));
}

VirtualHome virtual_home(std::size_t index, const std::string& prefix, std::uint64_t seed,
                         const std::shared_ptr<const rooms::Weather>& weather) {
  const std::uint64_t own_seed = rooms::mix(seed ^ rooms::mix(index));
  rooms::Home home = rooms::random_home(own_seed);
  const Morning& morning = kMornings[index % kMornings.size()];
  home.people.use = morning.use;
  home.street.day_dba = morning.street_day_dba;
  home.street.night_dba = morning.street_day_dba - 10;
  const rooms::RoomState state{
      .air_temp_c = morning.temp_c,
      .mass_temp_c = morning.temp_c - 0.5,
      .vapour_kg_m3 = rooms::vapour_kg_m3(morning.temp_c, morning.humidity_pct),
      .co2_ppm = morning.co2_ppm};
  return {.device_id = room_name(index, prefix),
          .room = rooms::SimulatedRoom(home, weather, kStartOfVirtualTime_s, state),
          .window_pct = morning.window_pct};
}

}  // namespace luft::firmware::host

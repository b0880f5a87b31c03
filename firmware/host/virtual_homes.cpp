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

constexpr std::array kMornings = {
    Morning{"living-room", rooms::RoomUse::living_room, 27.0, 52, 1'900, 52, 0},  // warm, stuffy
    Morning{"bedroom", rooms::RoomUse::bedroom, 19.5, 50, 700, 74, 80},  // open to a loud street
    Morning{"kitchen", rooms::RoomUse::living_room, 24.5, 78, 1'200, 54, 0},  // steam
    Morning{"study", rooms::RoomUse::study, 26.0, 45, 1'500, 56, 5},
    Morning{"bathroom", rooms::RoomUse::bedroom, 23.0, 85, 800, 50, 0},
    Morning{"nursery", rooms::RoomUse::bedroom, 25.5, 55, 2'300, 48, 0},
    Morning{"dining-room", rooms::RoomUse::living_room, 23.0, 60, 1'400, 60, 20},
    Morning{"office", rooms::RoomUse::study, 25.0, 40, 900, 72, 70},  // open to a loud street
    Morning{"attic", rooms::RoomUse::study, 30.0, 42, 900, 50, 10},
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

// Levels as sums of energies.
#include "rooms/sound.h"

#include <algorithm>
#include <cmath>

#include "rooms/chance.h"
#include "rooms/opening.h"

namespace luft::rooms {
namespace {

constexpr double kQuietRoom = 22;      // dB(A)
constexpr double kRainAt1MmPerH = 46;  // dB(A) on the sill
constexpr double kQuarterHour = 900;   // s

double energy(double level_db) {
  return std::pow(10.0, level_db / 10.0);
}
double level(double energy_ratio) {
  return 10.0 * std::log10(energy_ratio);
}

// About normal: the sum of three uniform numbers, scaled to a standard deviation of one.
double roughly_normal(std::uint64_t seed, std::uint64_t position) {
  double sum = 0;
  for (std::uint64_t i = 0; i < 3; ++i) sum += uniform(seed, 3 * position + i) - 0.5;
  return 2.0 * sum;
}

}  // namespace

double outdoor_sound_dba(const Street& street, const Outdoors& outdoors, double time_s) {
  const double hour = std::fmod(time_s, kSecondsPerDay) / kSecondsPerHour;
  // Night from 23 to 5, then an hour and a half of waking up; the evening fades from 20 on.
  const double day =
      std::clamp((hour - 5) / 1.5, 0.0, 1.0) * std::clamp((23.5 - hour) / 3.5, 0.0, 1.0);
  const auto quarter = static_cast<std::uint64_t>(std::max(0.0, time_s) / kQuarterHour);
  const double traffic = street.night_dba + day * (street.day_dba - street.night_dba) +
                         street.roughness_db * roughly_normal(street.seed, quarter);
  if (outdoors.rain_mm_per_h <= 0) return traffic;
  return level(energy(traffic) + outdoors.rain_mm_per_h * energy(kRainAt1MmPerH));
}

double intruding_sound_dba(const RoomParameters& room, double outdoor_dba, double opening) {
  return outdoor_dba -
         attenuation_db(room.closed_attenuation_db, room.open_attenuation_db, opening);
}

double room_sound_dba(double intruding_dba, const Presence& presence) {
  return level(energy(intruding_dba) + energy(kQuietRoom) +
               (presence.people > 0 ? energy(presence.sound_dba) : 0));
}

}  // namespace luft::rooms

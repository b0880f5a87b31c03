// Homes at random, and what surrounds and measures them.
#include "rooms/home.h"

#include <algorithm>
#include <cmath>

#include "rooms/chance.h"
#include "rooms/humid_air.h"

namespace luft::rooms {
namespace {

RoomParameters draw_room(Chance& chance) {
  RoomParameters room;
  const double floor_m2 = chance.between(10, 32);
  const double facade_m2 = chance.between(6, 14);
  const double glass_m2 = chance.between(0.12, 0.3) * floor_m2;
  room.volume_m3 = floor_m2 * chance.between(2.4, 3.0);
  room.air_capacity_j_per_k = room.volume_m3 * kAirHeatCapacity * chance.between(3, 8);
  room.mass_capacity_j_per_k = floor_m2 * chance.between(80e3, 320e3);  // light to heavy building
  room.mass_conductance_w_per_k = floor_m2 * chance.between(6, 12);
  room.wall_conductance_w_per_k = facade_m2 * chance.between(0.18, 1.3);
  room.glass_conductance_w_per_k = glass_m2 * chance.between(0.9, 2.8);
  room.neighbour_conductance_w_per_k = floor_m2 * chance.between(0.3, 1.5);
  room.neighbour_temp_c = chance.between(19, 21.5);
  room.infiltration_per_h = chance.between(0.05, 0.35);
  room.opening_area_m2 = chance.between(0.35, 0.7) * std::min(glass_m2, 3.0);
  room.opening_height_m = chance.between(0.8, 1.8);
  room.facade = Facade::towards(chance.between(0, 360));
  room.solar_aperture_m2 = glass_m2 * chance.between(0.15, 0.5);
  room.heating_setpoint_c = chance.between(19.5, 22);
  room.heating_setback_c = room.heating_setpoint_c - chance.between(0, 3);
  room.heating_limit_w = floor_m2 * chance.between(50, 110);
  room.moisture_volume_factor = chance.between(2.5, 8);
  room.closed_attenuation_db = chance.between(25, 35);
  room.open_attenuation_db = chance.between(8, 12);
  return room;
}

People draw_people(Chance& chance) {
  People people;
  const double use = chance.uniform();
  people.use = use < 0.4 ? RoomUse::bedroom : use < 0.8 ? RoomUse::living_room : RoomUse::study;
  people.count = people.use == RoomUse::study ? 1 : std::floor(chance.between(1, 3.5));
  people.wakes_h = chance.between(5.5, 8.5);
  people.leaves_h = people.wakes_h + chance.between(1, 2);
  people.returns_h = chance.between(14, 19);
  people.sleeps_h = chance.between(21.5, 24);
  people.works_at_home = people.use == RoomUse::study ? 0.8 : chance.between(0, 0.5);
  people.sound_dba = chance.between(44, 58);
  people.washing_g_per_h = chance.between(0, 600);
  people.seed = mix(static_cast<std::uint64_t>(chance.uniform() * 0x1p52));
  return people;
}

}  // namespace

Home random_home(std::uint64_t seed) {
  Chance chance(mix(seed));
  Home home;
  home.room = draw_room(chance);
  home.people = draw_people(chance);
  home.street.night_dba = chance.between(36, 54);
  home.street.day_dba = home.street.night_dba + chance.between(5, 14);
  home.street.roughness_db = chance.between(1, 4);
  home.street.seed = mix(seed + 1);
  home.climate = std::min(climates().size() - 1,
                          static_cast<std::size_t>(chance.between(0, double(climates().size()))));
  return home;
}

RoomParameters random_room(std::uint64_t seed) {
  return random_home(seed).room;
}

Moment silent_moment_at(const Home& home, const Weather& weather, double time_s) {
  const double hour = std::fmod(time_s, kSecondsPerDay) / kSecondsPerHour;
  const bool night = hour < home.people.wakes_h || hour >= home.people.sleeps_h;
  return {.time_s = time_s,
          .outdoors = weather.at(time_s),
          .presence = presence_at(home.people, time_s),
          .setpoint_c = night ? home.room.heating_setback_c : home.room.heating_setpoint_c};
}

Moment moment_at(const Home& home, const Weather& weather, double time_s) {
  Moment moment = silent_moment_at(home, weather, time_s);
  moment.street_dba = outdoor_sound_dba(home.street, moment.outdoors, time_s);
  return moment;
}

Observation observe(const Home& home, const RoomState& state, const Moment& moment,
                    double opening) {
  const double intruding_dba = intruding_sound_dba(home.room, moment.street_dba, opening);
  return {.temp_c = state.air_temp_c,
          .humidity_pct = std::min(100.0, humidity_pct(state.air_temp_c, state.vapour_kg_m3)),
          .sound_dba = room_sound_dba(intruding_dba, moment.presence),
          .co2_ppm = state.co2_ppm,
          .outdoor_temp_c = moment.outdoors.temp_c,
          .outdoor_humidity_pct = moment.outdoors.humidity_pct,
          .wind_speed_m_s = moment.outdoors.wind_speed_m_s,
          .rain_mm_per_h = moment.outdoors.rain_mm_per_h};
}

}  // namespace luft::rooms

// Balances, steady states and decays of the room's physics, against values known otherwise.
#include "rooms/room.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rooms/home.h"
#include "rooms/humid_air.h"

namespace luft::rooms {
namespace {

constexpr double kMinute = 60;

Presence two_people_washing() {
  return {.people = 2,
          .heat_w = 140,
          .vapour_kg_per_s = 2e-4,
          .co2_m3_per_s = 8e-6,
          .appliances_w = 50};
}

TEST(Room, KeepsItsHeatBalanceWithEveryFlowThatCrossesIt) {
  const auto weather = generate_weather(climates()[1], 3);
  const Home home = random_home(5);
  RoomState state = settled_state(home.room, weather.at(0));
  double stored_j = 0;
  double crossed_j = 0;
  double moved_j = 0;
  for (int minute = 0; minute < 3 * 24 * 60; ++minute) {
    const double opening = (minute / 90) % 3 == 0 ? 0.5 : 0.0;
    const auto before = state;
    const auto [after, flows] = step(before, home.room, weather.at(minute * kMinute),
                                     two_people_washing(), 20.5, opening, kMinute);
    stored_j += home.room.air_capacity_j_per_k * (after.air_temp_c - before.air_temp_c) +
                home.room.mass_capacity_j_per_k * (after.mass_temp_c - before.mass_temp_c);
    crossed_j += flows.heating_j + flows.gains_j + flows.airing_j + flows.conduction_j;
    moved_j += std::abs(flows.airing_j) + std::abs(flows.conduction_j);
    state = after;
  }
  EXPECT_GT(moved_j, 1e7);
  EXPECT_NEAR(stored_j, crossed_j, 1e-6 * moved_j);
}

TEST(Room, KeepsItsMoistureBalanceAlsoWhenItCondenses) {
  RoomParameters room;
  room.heating_limit_w = 0;
  const Outdoors cold{.temp_c = -5, .vapour_kg_m3 = vapour_kg_m3(-5, 90)};
  Presence steam = two_people_washing();
  steam.vapour_kg_per_s = 2e-3;
  RoomState state{.air_temp_c = 5, .mass_temp_c = 5, .vapour_kg_m3 = 0.006};
  double stored_kg = 0;
  double crossed_kg = 0;
  double gained_kg = 0;
  double condensed_kg = 0;
  for (int minute = 0; minute < 600; ++minute) {
    const auto result = step(state, room, cold, steam, 20, minute % 60 < 10 ? 0.3 : 0, kMinute);
    stored_kg += room.volume_m3 * room.moisture_volume_factor *
                 (result.state.vapour_kg_m3 - state.vapour_kg_m3);
    crossed_kg +=
        result.flows.vapour_gained_kg + result.flows.vapour_aired_kg - result.flows.condensed_kg;
    gained_kg += result.flows.vapour_gained_kg;
    condensed_kg += result.flows.condensed_kg;
    state = result.state;
    ASSERT_LE(humidity_pct(state.air_temp_c, state.vapour_kg_m3), 100.0 + 1e-9);
  }
  EXPECT_GT(condensed_kg, 0.01);
  EXPECT_NEAR(stored_kg, crossed_kg, 1e-6 * gained_kg);
}

TEST(Room, SettlesWhereConductancesAndGainsSayByHand) {
  RoomParameters room;
  room.volume_m3 = 50;
  room.infiltration_per_h = 0.3;  // 50 * 0.3 / 3600 * 1206 = 5.025 W/K
  room.mass_conductance_w_per_k = 100;
  room.wall_conductance_w_per_k = 25;  // in series with 100: 20 W/K
  room.glass_conductance_w_per_k = 10;
  room.neighbour_conductance_w_per_k = 0;
  room.heating_limit_w = 0;
  const Outdoors outdoors{.temp_c = 8};
  const Presence gains{.heat_w = 350.25};  // over 35.025 W/K: 10 K

  RoomState state;
  for (int hour = 0; hour < 24 * 120; ++hour) {
    state = step(state, room, outdoors, gains, 20, 0, 3600).state;
  }
  EXPECT_NEAR(state.air_temp_c, 18.0, 1e-6);
  EXPECT_NEAR(state.mass_temp_c, 8 + 10 * 100.0 / 125.0, 1e-6);
}

TEST(Room, HoldsItsSetPointExactlyWhileTheRadiatorCanAndNotBeyond) {
  RoomParameters room;
  const Outdoors frost{.temp_c = -10};
  RoomState state;
  const auto held = step(state, room, frost, {}, 20.5, 0, kMinute);
  EXPECT_NEAR(held.state.air_temp_c, 20.5, 1e-9);
  EXPECT_GT(held.flows.heating_j, 0);

  const auto aired = step(state, room, frost, {}, 20.5, 1, 600);
  EXPECT_LT(aired.state.air_temp_c, 20.5);
  EXPECT_NEAR(aired.flows.heating_j, room.heating_limit_w * 600, 1e-6);
}

TEST(Room, LosesCo2AsTheAnalyticExponential) {
  RoomParameters room;
  room.opening_area_m2 = 1;
  const Outdoors outdoors{.temp_c = 20.5, .wind_speed_m_s = 0};
  room.heating_limit_w = 0;
  room.neighbour_temp_c = 20.5;  // no temperature difference: constant exchange
  RoomState state{.co2_ppm = 2000};
  const double rate =
      (0.5 * 1 * 0.2 * std::sqrt(0.01)) / room.volume_m3 + room.infiltration_per_h / 3600;
  for (int second = 1; second <= 3600; ++second) {
    state = step(state, room, outdoors, {}, 10, 0.2, 1).state;
  }
  const double expected = kOutdoorCo2Ppm + (2000 - kOutdoorCo2Ppm) * std::exp(-rate * 3600);
  EXPECT_NEAR(state.co2_ppm, expected, 1e-3 * expected);
}

TEST(Room, AccumulatesCo2InAClosedRoomByWhatPeopleExhale) {
  RoomParameters room;
  room.infiltration_per_h = 0;
  RoomState state{.co2_ppm = 420};
  const Presence person{.people = 1, .co2_m3_per_s = 4e-6};
  for (int minute = 0; minute < 60; ++minute) {
    state = step(state, room, {}, person, 20, 0, kMinute).state;
  }
  EXPECT_NEAR(state.co2_ppm, 420 + 4e-6 * 3600 / room.volume_m3 * 1e6, 1e-6);
}

TEST(Room, ExchangesMoreAirTheWiderTheWindowTheWindAndTheDifference) {
  const RoomParameters room;
  const auto exchange = [&room](double opening, double wind, double outdoor_c) {
    const Outdoors outdoors{.temp_c = outdoor_c, .wind_speed_m_s = wind};
    return step({}, room, outdoors, {}, 20, opening, kMinute).flows.exchange_m3;
  };
  double before = exchange(0, 2, 10);
  EXPECT_NEAR(before, room.volume_m3 * room.infiltration_per_h / 60, 1e-12);
  for (const double opening : {0.1, 0.25, 0.5, 0.75, 1.0}) {
    const double now = exchange(opening, 2, 10);
    EXPECT_GT(now, before);
    before = now;
  }
  EXPECT_GT(exchange(0.5, 6, 10), exchange(0.5, 2, 10));
  EXPECT_GT(exchange(0.5, 2, -5), exchange(0.5, 2, 10));
}

TEST(Room, IsWarmedThroughAWindowThatFacesTheSun) {
  RoomParameters south;
  south.facade = Facade::towards(180);
  RoomParameters north = south;
  north.facade = Facade::towards(0);
  const Outdoors noon{.global_w_m2 = 500, .diffuse_w_m2 = 100, .beam_north_w_m2 = -500};
  EXPECT_NEAR(facade_irradiance_w_m2(noon, south.facade), 500 + 50 + 50, 1e-9);
  EXPECT_NEAR(facade_irradiance_w_m2(noon, north.facade), 50 + 50, 1e-9);
  EXPECT_GT(step({}, south, noon, {}, 10, 0, kMinute).flows.gains_j,
            step({}, north, noon, {}, 10, 0, kMinute).flows.gains_j);
}

}  // namespace
}  // namespace luft::rooms

// The derivatives that come along are those one gets by trying.
#include "rooms/dual.h"

#include <gtest/gtest.h>

#include "rooms/comfort_terms.h"
#include "rooms/room_physics.h"

namespace luft::rooms {
namespace {

using Number = Dual<2>;

TEST(Dual, DifferentiatesArithmetic) {
  const auto x = Number::variable(3, 0);
  const auto y = Number::variable(2, 1);
  const auto f = x * x / y - 5.0 * y + 1.0;
  EXPECT_DOUBLE_EQ(f.value, 9.0 / 2 - 10 + 1);
  EXPECT_DOUBLE_EQ(f.slopes[0], 2 * 3.0 / 2);
  EXPECT_DOUBLE_EQ(f.slopes[1], -9.0 / 4 - 5);
}

TEST(Dual, DifferentiatesTheFunctionsThatPhysicsUses) {
  const auto x = Number::variable(0.7, 0);
  EXPECT_DOUBLE_EQ(exp(x).slopes[0], std::exp(0.7));
  EXPECT_NEAR(log10(x).slopes[0], 1 / (0.7 * std::log(10.0)), 1e-15);
  EXPECT_DOUBLE_EQ(sqrt(x).slopes[0], 0.5 / std::sqrt(0.7));
  EXPECT_EQ(abs(0.0 - x).slopes[0], 1);
}

TEST(Dual, CarriesTheSlopesOfTheSideThatIsTaken) {
  const auto x = Number::variable(3, 0);
  EXPECT_EQ(std::max(Number(0), x).slopes[0], 1);
  EXPECT_EQ(std::max(Number(5), x).slopes[0], 0);
  EXPECT_EQ(std::clamp(x, Number(0), Number(2)).slopes[0], 0);
}

// The cost of five minutes in a warm, stale room beside a street, as a function of the opening.
template <class N>
N cost_of_five_minutes(const N& opening) {
  Home home;
  const Moment moment{.outdoors = {.temp_c = 12, .wind_speed_m_s = 4, .running_mean_temp_c = 15},
                      .presence = {.people = 2, .heat_w = 140, .co2_m3_per_s = 8e-6},
                      .street_dba = 65};
  const StateOf<N> state{
      .air_temp_c = 29, .mass_temp_c = 28, .vapour_kg_m3 = 0.02, .co2_ppm = 1800};
  const auto [next, flows] =
      physics_step(state, home.room, moment.outdoors, moment.presence, 20, opening, 300);
  return cost_terms({}, home, next, moment, opening, flows.heating_j, 300).total();
}

TEST(Dual, GivesTheSlopeOfAWholeStepAndItsCost) {
  for (const double opening : {0.05, 0.3, 0.9}) {
    constexpr double kSmall = 1e-6;
    const double tried =
        (cost_of_five_minutes(opening + kSmall) - cost_of_five_minutes(opening - kSmall)) /
        (2 * kSmall);
    const auto carried = cost_of_five_minutes(Number::variable(opening, 0));
    EXPECT_NEAR(carried.value, cost_of_five_minutes(opening), 1e-12);
    EXPECT_NEAR(carried.slopes[0], tried, 1e-6 * std::abs(tried)) << opening;
  }
}

}  // namespace
}  // namespace luft::rooms

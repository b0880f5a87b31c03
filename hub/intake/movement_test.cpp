#include "hub/intake/movement.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::MoveCause;
using contract::WindowState;

constexpr SystemTime kNow{1'800'000'000'000ms};

WindowState at(double position, bool moving, MoveCause cause = MoveCause::control,
               std::string_view request = "r1") {
  WindowState state;
  state.position_pct = position;
  state.moving = moving;
  state.cause = cause;
  if (!request.empty()) state.request_id = contract::RequestId::cut(request);
  return state;
}

TEST(MovementTracker, TheFirstStateIsNoMovement) {
  MovementTracker tracker;
  EXPECT_FALSE(tracker.on_state(at(30, false), kNow));
}

TEST(MovementTracker, FromRestToRestIsOneMovement) {
  MovementTracker tracker;
  tracker.on_state(at(0, false), kNow);
  EXPECT_FALSE(tracker.on_state(at(0, true), kNow + 1s));
  EXPECT_FALSE(tracker.on_state(at(20, true), kNow + 2s));
  const auto movement = tracker.on_state(at(40, false), kNow + 3s);
  ASSERT_TRUE(movement);
  EXPECT_EQ(movement->began, kNow + 1s);
  EXPECT_EQ(movement->from_pct, 0);
  EXPECT_EQ(movement->to_pct, 40);
  EXPECT_EQ(movement->request_id->view(), "r1");
  EXPECT_FALSE(tracker.on_state(at(40, false), kNow + 4s));  // said again
}

TEST(MovementTracker, APersonWhoTakesOverBeginsAMovementOfTheirOwn) {
  MovementTracker tracker;
  tracker.on_state(at(0, false), kNow);
  tracker.on_state(at(0, true), kNow + 1s);
  const auto by_model = tracker.on_state(at(25, true, MoveCause::person, ""), kNow + 2s);
  ASSERT_TRUE(by_model);
  EXPECT_EQ(by_model->cause, MoveCause::control);
  EXPECT_EQ(by_model->to_pct, 25);
  const auto by_person = tracker.on_state(at(5, false, MoveCause::person, ""), kNow + 3s);
  ASSERT_TRUE(by_person);
  EXPECT_EQ(by_person->cause, MoveCause::person);
  EXPECT_EQ(by_person->from_pct, 25);
  EXPECT_EQ(by_person->to_pct, 5);
}

TEST(MovementTracker, AWindowThatOnlyTellsWhereItEndedUpHasMovedToo) {
  MovementTracker tracker;
  tracker.restore(10);
  const auto movement = tracker.on_state(at(60, false), kNow);
  ASSERT_TRUE(movement);
  EXPECT_EQ(movement->from_pct, 10);
  EXPECT_EQ(movement->to_pct, 60);
}

TEST(MovementTracker, RoundingIsNoMovement) {
  MovementTracker tracker;
  tracker.on_state(at(40, false), kNow);
  EXPECT_FALSE(tracker.on_state(at(40.3, false), kNow + 1s));
}

}  // namespace
}  // namespace luft::hub

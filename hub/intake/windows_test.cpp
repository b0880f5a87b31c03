// What the hub makes of what a window says of itself, and of what the broker says that it said.
#include "hub/airing.h"
#include "hub/intake/intake_fixture.h"

namespace luft::hub {
namespace {

const std::string kHeldForTwoHours =
    R"({"position":50,"target":50,"moving":false,"cause":"person","hold_s":7200})";

class WindowsTest : public IntakeTest {
 protected:
  std::uint32_t left_s() { return hold_left_s(*device("kitchen").window, now.wall); }
};

TEST_F(WindowsTest, AHoldDoesNotBeginAnewBecauseTheBrokerRemembersIt) {
  say("window/kitchen/state", kHeldForTwoHours);
  pass(1h);
  say("window/kitchen/state", kHeldForTwoHours, contract::Retain::yes);  // a connection later
  EXPECT_EQ(left_s(), 3'600U);
  say("window/kitchen/state", kHeldForTwoHours);  // a person held it once more
  EXPECT_EQ(left_s(), 7'200U);
}

TEST_F(WindowsTest, AHoldDoesNotBeginAnewAfterARestartEither) {
  const std::string stuck =
      R"({"position":50,"target":50,"moving":false,"cause":"person","hold_s":7200,)"
      R"("fault":"did_not_move"})";
  say("window/kitchen/state", stuck);
  restart();
  pass(1h);
  say("window/kitchen/state", stuck, contract::Retain::yes);
  EXPECT_EQ(left_s(), 3'600U);
  EXPECT_TRUE(device("kitchen").window->state.fault) << "which is not kept on disk";
}

TEST_F(WindowsTest, WhatChangedWhileTheHubWasAwayIsNews) {
  say("window/kitchen/state", R"({"position":0,"target":0,"moving":false,"cause":"control"})");
  pass(1h);
  say("window/kitchen/state", kHeldForTwoHours, contract::Retain::yes);
  EXPECT_EQ(left_s(), 7'200U);
  EXPECT_EQ(device("kitchen").window->state.position_pct, 50);
}

TEST_F(WindowsTest, APauseNeverTakesAPersonsHoldForItsOwnAfterAnotherConnection) {
  const std::string held =
      R"({"position":50,"target":50,"moving":false,"cause":"person","hold_s":604800})";
  HousePause pause;
  std::vector<Publication> told;
  const auto set = [&](Airing airing) {
    say("sensor/kitchen/temperature", "21");  // it is there
    pause.set(airing, "api", intake->registry(), now, told);
  };
  say("window/kitchen/state", held);
  pass(24h);
  set(Airing::paused);
  pass(24h);
  say("window/kitchen/state", held, contract::Retain::yes);
  pass(24h);
  set(Airing::on);
  EXPECT_TRUE(told.empty()) << told.front().payload;
}

}  // namespace
}  // namespace luft::hub

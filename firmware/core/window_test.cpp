// The window of a whole device: what it does, says and remembers when its motor fails, the power
// goes, or nothing is to be moved.
#include "firmware/core/window.h"

#include <gtest/gtest.h>

#include "firmware/core/device_fixture.h"

namespace luft::firmware {
namespace {

using contract::MoveCause;
using contract::TopicKind;
using std::chrono::milliseconds;
using std::chrono::seconds;

class DeviceWindow : public testing::DeviceTest {};

TEST_F(DeviceWindow, RestartsOnceItsMotorRests) {
  start();
  hear("window/study/set", "OPEN");
  tick_for(seconds{1});
  hear("device/study/command", R"({"command":"restart"})");
  device_->factory_reset(now_);
  tick_for(seconds{1});
  EXPECT_EQ(ports_.system.restarted, 0);
  tick_for(seconds{10});
  EXPECT_EQ(ports_.system.restarted, 1);
  EXPECT_FALSE(ports_.memory.state.moving);
}

TEST_F(DeviceWindow, ClosesWhenASmokeAlarmSaysSo) {
  start();
  tick_for(seconds{2});
  ports_.smoke.input = SmokeInput::alarm;
  tick_for(seconds{20});
  EXPECT_EQ(states().back().position_pct, 0);
  EXPECT_EQ(states().back().cause, MoveCause::guard);
  EXPECT_EQ(states().back().reason->view(), "hazard: smoke input");
}

TEST_F(DeviceWindow, ReportsEveryDecisionInItsStateAlsoOneThatMovesNothing) {
  start();
  tick_for(seconds{2});
  hear("window/study/control", R"({"position":60,"confidence":0.8,"request_id":"r-1"})");
  tick_for(seconds{1});
  hear("window/study/control", R"({"position":20,"confidence":0.8,"request_id":"r-2"})");
  tick_for(seconds{1});
  EXPECT_EQ(states().back().request_id->view(), "r-1") << "whose movement it still is";
  tick_for(seconds{5});
  EXPECT_EQ(states().back().request_id->view(), "r-2");
  EXPECT_EQ(states().back().reason->view(), "waits for the motor's rest");
  hear("window/study/control", R"({"position":60,"confidence":0.8,"request_id":"r-3"})");
  EXPECT_EQ(states().back().request_id->view(), "r-3");
  EXPECT_EQ(states().back().reason->view(), "already there");
  EXPECT_EQ(states().back().cause, MoveCause::control);
  EXPECT_EQ(ports_.observer.movements.size(), 1U);
}

TEST_F(DeviceWindow, RefusesACalibrationThatItsMotorDoesNotNeed) {
  start();
  hear("device/study/command", R"({"command":"calibrate"})");
  EXPECT_EQ(contract::parse_device_event(last_event())->reason->view(),
            "this window needs no calibration run");
}

TEST_F(DeviceWindow, SaysWhenItsLimitSwitchIsNotFoundAndLeavesTheRestToAPerson) {
  ports_.motor.has_limit = true;
  ports_.motor.answer = MotorDriver::Seeking::failed;
  settings_.remembered.moving = true;
  start();
  tick_for(seconds{2});
  hear("window/study/control", R"({"position":60,"confidence":0.8})");
  tick_for(seconds{2});
  EXPECT_EQ(contract::parse_device_event(last_event())->event.view(), "calibration_failed");
  EXPECT_FALSE(states().back().moving);
  const auto movements = ports_.observer.movements.size();
  tick_for(seconds{90});
  hear("window/study/control", R"({"position":70,"confidence":0.8})");
  EXPECT_EQ(ports_.observer.movements.size(), movements) << "the model does not try again";
  ports_.motor.answer = MotorDriver::Seeking::found;
  hear("window/study/set", R"({"position":80,"hold_s":600})");
  tick_for(seconds{20});
  EXPECT_EQ(states().back().position_pct, 80);
}

TEST_F(DeviceWindow, SaysThatItsPositionIsUnknownAfterAPowerCutInMidWayUntilItMoves) {
  ports_.motor.has_limit = true;
  settings_.remembered = {.position_pct = 90, .from_pct = 10, .moving = true};
  start();
  EXPECT_EQ(states()[0].reason->view(), "position unknown until the next move");
  EXPECT_EQ(states()[0].position_pct, 50);
  hear("window/study/set", "AUTO");
  EXPECT_TRUE(ports_.memory.state.moving) << "still unknown after another cut";
  hear("window/study/set", R"({"position":50,"hold_s":600})");
  tick_for(seconds{20});
  EXPECT_EQ(states().back().position_pct, 50);
  EXPECT_FALSE(ports_.memory.state.moving);
}

TEST_F(DeviceWindow, NamesTheFaultOfItsMotorUntilItMovesAgain) {
  start();
  ports_.motor.stands = MotorDriver::Standing::blocked;
  hear("window/study/set", "OPEN");
  tick_for(seconds{2});
  EXPECT_EQ(states().back().fault->view(), "did_not_move");
  EXPECT_EQ(contract::parse_device_event(last_event())->event.view(), "motor_failed");
  ports_.motor.stands = MotorDriver::Standing::there;
  hear("window/study/set", "OPEN");
  EXPECT_TRUE(states().back().fault) << "it has not arrived yet";
  tick_for(seconds{20});
  EXPECT_FALSE(states().back().fault);
}

TEST_F(DeviceWindow, SaysAFailureEvenWhenAnotherEventWasJustSaid) {
  ports_.motor.has_limit = true;
  ports_.motor.answer = MotorDriver::Seeking::failed;
  settings_.remembered.moving = true;
  start();
  hear("window/study/set", "OPEN");
  hear("window/study/control", "no control");  // refused aloud
  tick_for(milliseconds{500});
  EXPECT_EQ(ports_.sink.count(TopicKind::device_event), 1U);
  tick_for(seconds{2});
  EXPECT_EQ(contract::parse_device_event(last_event())->event.view(), "calibration_failed");
  EXPECT_EQ(states().back().fault->view(), "limit_not_found");
}

TEST_F(DeviceWindow, RemembersThatItIsOnItsWay) {
  start();
  tick_for(seconds{2});
  hear("window/study/control", R"({"position":60,"confidence":0.8})");
  EXPECT_TRUE(ports_.memory.state.moving);
  EXPECT_EQ(ports_.memory.state.from_pct, 30);
  tick_for(seconds{20});
  EXPECT_FALSE(ports_.memory.state.moving);
  EXPECT_EQ(ports_.memory.state.position_pct, 60);
}

TEST_F(DeviceWindow, SaysAStateAgainThatTheLinkDidNotTake) {
  start();
  tick_for(seconds{2});
  ports_.sink.takes = false;
  hear("window/study/control", R"({"position":60,"confidence":0.8})");
  ports_.sink.takes = true;
  tick_for(milliseconds{200});
  EXPECT_TRUE(states().back().moving);
}

}  // namespace
}  // namespace luft::firmware

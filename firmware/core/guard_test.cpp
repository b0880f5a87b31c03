#include "firmware/core/guard.h"

#include <gtest/gtest.h>

#include <string>

#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

using contract::MoveCause;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint64_t kBoot = 9;

class GuardTest : public ::testing::Test {
 protected:
  GuardTest() { guard_.on_reading(1, Uptime{}); }

  static contract::WindowControl control(double position_pct) {
    contract::WindowControl result;
    result.position_pct = position_pct;
    result.confidence = 0.9;
    result.request_id =
        contract::RequestId::cut("r-" + std::to_string(static_cast<int>(position_pct)));
    return result;
  }
  Verdict decide(double position_pct, Uptime now) {
    return guard_.on_control(control(position_pct), motor_, now);
  }
  Verdict person(const contract::WindowSet& set, Uptime now) {
    return guard_.on_set(set, motor_, now);
  }
  Verdict tick(Uptime now) { return guard_.on_tick(room_, motor_, now); }
  // Carries a movement out to its end, as the device would.
  void carry_out(const Verdict& verdict, Uptime now) {
    const auto* move = std::get_if<Move>(&verdict);
    ASSERT_NE(move, nullptr);
    motor_.move_to(move->target_pct, now);
    finish(now);
  }
  void finish(Uptime now) {
    for (const Uptime end = now + seconds{30}; now <= end; now += Motor::kMostCaughtUp) {
      motor_.on_tick(now);
    }
    ASSERT_FALSE(motor_.is_moving());
  }
  static std::string note(const Verdict& verdict) {
    const auto* noted = std::get_if<Noted>(&verdict);
    if (noted == nullptr) return verdict.index() == 0 ? "nothing" : "something else";
    return std::string{noted->request_id.value_or(contract::RequestId{}).view()} + " " +
           std::string{noted->reason.view()};
  }
  static const Move* move_of(const Verdict& verdict) { return std::get_if<Move>(&verdict); }
  static std::string_view refusal(const Verdict& verdict) {
    const auto* refused = std::get_if<Refused>(&verdict);
    return refused != nullptr ? refused->reason.view() : std::string_view{"not refused"};
  }

  testing::FakeMotorDriver driver_;
  Motor motor_{{}, 20, driver_};
  Guard guard_{{}, kBoot, 0};
  RoomNow room_;
};

TEST_F(GuardTest, FollowsTheModelWithinTheMechanicalLimits) {
  const Motor half_blocked{{.open_limit_pct = 70}, 20, driver_};
  const auto verdict = guard_.on_control(control(90), half_blocked, seconds{1});
  ASSERT_NE(move_of(verdict), nullptr);
  EXPECT_EQ(move_of(verdict)->target_pct, 70);
  EXPECT_EQ(move_of(verdict)->cause, MoveCause::control);
}

TEST_F(GuardTest, DoesNotJogForTheSameSetPointAndSaysSo) {
  EXPECT_EQ(note(decide(20.5, seconds{1})), "r-20 already there");
}

TEST_F(GuardTest, ReportsASameSetPointOnceTheMovementUnderWayIsOver) {
  motor_.move_to(50, seconds{1});
  EXPECT_EQ(note(decide(50, seconds{2})), "nothing") << "of the movement another decision is told";
  EXPECT_EQ(note(tick(seconds{3})), "nothing");
  finish(seconds{3});
  EXPECT_EQ(note(tick(seconds{40})), "r-50 already there");
  EXPECT_EQ(note(tick(seconds{41})), "nothing") << "once";
}

TEST_F(GuardTest, SaysWhyItRefusesAStaleDecision) {
  auto stale = control(50);
  stale.as_of = contract::ReadingRef{kBoot - 1, 5};
  EXPECT_EQ(refusal(guard_.on_control(stale, motor_, seconds{1})),
            "as_of names another boot of this device");
}

TEST_F(GuardTest, PutsADecisionOffUntilTheMotorHasRested) {
  carry_out(decide(50, seconds{1}), seconds{1});  // at rest after 3 s
  EXPECT_EQ(note(decide(80, seconds{40})), "r-80 waits for the motor's rest");
  EXPECT_EQ(note(tick(seconds{60})), "nothing");
  const auto verdict = tick(seconds{65});
  ASSERT_NE(move_of(verdict), nullptr);
  EXPECT_EQ(move_of(verdict)->target_pct, 80);
  EXPECT_TRUE(move_of(verdict)->waited);
}

TEST_F(GuardTest, LetsANewerDecisionReplaceTheOneThatWaits) {
  carry_out(decide(50, seconds{1}), seconds{1});
  (void)decide(80, seconds{40});
  (void)decide(50, seconds{50});  // back to where it is: nothing to do any more
  EXPECT_EQ(move_of(tick(seconds{92})), nullptr);
}

TEST_F(GuardTest, LetsAPersonWinAtOnceAndUntilTheHoldEnds) {
  carry_out(decide(50, seconds{1}), seconds{1});
  const auto hand = person(contract::SetPosition{.position_pct = 10, .hold_s = 600}, seconds{32});
  ASSERT_NE(move_of(hand), nullptr) << "without waiting for the motor's rest";
  EXPECT_EQ(move_of(hand)->cause, MoveCause::person);
  carry_out(hand, seconds{32});
  EXPECT_EQ(guard_.hold_s(seconds{32}), 600U);
  EXPECT_EQ(refusal(decide(90, seconds{600})), "a person's hold has not ended");
  guard_.on_receipt(seconds{600});
  EXPECT_TRUE(std::holds_alternative<Noted>(tick(seconds{632})));
  EXPECT_NE(move_of(decide(90, seconds{633})), nullptr);
}

TEST_F(GuardTest, HoldsForTwoHoursUnlessSaidOtherwise) {
  (void)person(contract::SetPosition{.position_pct = 60}, seconds{0});
  EXPECT_EQ(guard_.hold_s(seconds{0}), 7'200U);
}

TEST_F(GuardTest, StopsForAPersonAndHoldsThere) {
  EXPECT_TRUE(std::holds_alternative<Halt>(person(contract::StopMoving{}, seconds{1})));
  EXPECT_TRUE(guard_.hold_s(seconds{2}));
}

TEST_F(GuardTest, GivesTheWindowBackOnAuto) {
  (void)person(contract::SetPosition{.position_pct = 60}, seconds{0});
  EXPECT_TRUE(std::holds_alternative<Noted>(person(contract::ReleaseHold{}, seconds{1})));
  EXPECT_FALSE(guard_.hold_s(seconds{1}));
  EXPECT_NE(move_of(decide(90, seconds{2})), nullptr);
}

TEST_F(GuardTest, KeepsAHoldThatAPowerCutInterrupted) {
  Guard restarted({}, kBoot, 300);
  EXPECT_EQ(refusal(restarted.on_control(control(90), motor_, seconds{299})),
            "a person's hold has not ended");
  (void)restarted.on_tick(room_, motor_, seconds{300});
  EXPECT_NE(move_of(restarted.on_control(control(90), motor_, seconds{301})), nullptr);
}

TEST_F(GuardTest, PutsTheLockAboveEveryone) {
  guard_.lock();
  EXPECT_EQ(refusal(decide(90, seconds{1})), "the window is locked");
  EXPECT_EQ(refusal(person(contract::SetPosition{.position_pct = 90}, seconds{1})),
            "the window is locked");
  room_.rain_mm_per_h = 5;
  EXPECT_EQ(move_of(tick(seconds{2})), nullptr);
  guard_.unlock();
  EXPECT_NE(move_of(tick(seconds{3})), nullptr);
}

TEST_F(GuardTest, ClosesForAHazardAndRefusesTheModelWhileItLasts) {
  room_.rain_mm_per_h = 5;
  const auto verdict = tick(seconds{1});
  ASSERT_NE(move_of(verdict), nullptr);
  EXPECT_EQ(move_of(verdict)->target_pct, 0);
  EXPECT_EQ(move_of(verdict)->cause, MoveCause::guard);
  carry_out(verdict, seconds{1});
  EXPECT_EQ(refusal(decide(50, seconds{40})), "hazard: rain");
  room_.rain_mm_per_h = 0;
  (void)tick(seconds{100});
  EXPECT_NE(move_of(decide(50, seconds{101})), nullptr);
}

TEST_F(GuardTest, ClosesOnceForAHazardDuringAHoldAndObeysTheLaterHand) {
  (void)person(contract::SetPosition{.position_pct = 20}, seconds{0});
  room_.rain_mm_per_h = 5;
  carry_out(tick(seconds{10}), seconds{10});
  EXPECT_EQ(motor_.position_pct(), 0);
  carry_out(person(contract::SetPosition{.position_pct = 30}, seconds{60}), seconds{60});
  for (Uptime now = seconds{100}; now < hours{2}; now += minutes{1}) {
    EXPECT_EQ(move_of(tick(now)), nullptr);
  }
  carry_out(tick(hours{3}), hours{3});
  EXPECT_EQ(motor_.position_pct(), 0) << "the hold is over, the rain is not";
}

TEST_F(GuardTest, ClosesOnceForEachFurtherHazardDuringAHoldGraverOrNot) {
  room_.rain_mm_per_h = 5;
  carry_out(tick(seconds{1}), seconds{1});
  carry_out(person(contract::SetPosition{.position_pct = 30}, seconds{60}), seconds{60});
  guard_.on_smoke_input(SmokeInput::alarm);
  const auto smoke = tick(seconds{100});
  ASSERT_NE(move_of(smoke), nullptr) << "rain was on already, smoke was not";
  EXPECT_EQ(move_of(smoke)->reason.view(), "hazard: smoke input");
  carry_out(smoke, seconds{100});
  carry_out(person(contract::SetPosition{.position_pct = 40}, seconds{140}), seconds{140});
  EXPECT_EQ(move_of(tick(seconds{200})), nullptr) << "the later hand wins";
  guard_.on_smoke_input(SmokeInput::clear);
  EXPECT_EQ(move_of(tick(seconds{210})), nullptr) << "the rain that is left did not begin now";
  room_.temperature_c = 3;
  const auto frost = tick(seconds{220});
  ASSERT_NE(move_of(frost), nullptr) << "less grave than rain, but it began";
  EXPECT_EQ(move_of(frost)->reason.view(), "hazard: frost in the room");
}

TEST_F(GuardTest, RunsItsOwnRuleWhenTheModelIsGoneAndSaysSo) {
  room_.temperature_c = 27;
  guard_.on_model_presence(contract::Presence::offline);
  const auto taken = tick(seconds{1});
  ASSERT_TRUE(std::holds_alternative<Noted>(taken));
  EXPECT_EQ(std::get<Noted>(taken).reason.view(), "own rule: the model is offline");
  const auto verdict = tick(seconds{2});
  ASSERT_NE(move_of(verdict), nullptr);
  EXPECT_EQ(move_of(verdict)->cause, MoveCause::guard);
  EXPECT_GT(move_of(verdict)->target_pct, 30);
}

TEST_F(GuardTest, HandsBackOnlyAfterTwoGoodDecisions) {
  guard_.on_model_presence(contract::Presence::offline);
  (void)tick(seconds{1});
  guard_.on_model_presence(contract::Presence::online);
  EXPECT_EQ(refusal(decide(90, seconds{2})), "own rule: the model is offline");
  EXPECT_EQ(refusal(decide(90, seconds{3})), "own rule: the model is offline");
  EXPECT_EQ(std::get<Noted>(tick(seconds{4})).reason.view(), "the model decides again");
  EXPECT_NE(move_of(decide(90, seconds{5})), nullptr);
}

TEST_F(GuardTest, SaysThatItsRuleIsInChargeAlsoWhenThatBeganDuringAHold) {
  (void)person(contract::SetPosition{.position_pct = 20, .hold_s = 600}, seconds{0});
  guard_.on_model_presence(contract::Presence::offline);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(tick(seconds{10})));
  EXPECT_EQ(std::get<Noted>(tick(seconds{600})).reason.view(), "a person's hold has ended");
  EXPECT_EQ(std::get<Noted>(tick(seconds{601})).reason.view(),
            "own rule: no receipt from the hub for 5 minutes");
}

TEST_F(GuardTest, DoesNotRunItsRuleAgainstAPersonsHold) {
  (void)person(contract::SetPosition{.position_pct = 20, .hold_s = 3'600}, seconds{0});
  guard_.on_model_presence(contract::Presence::offline);
  room_.temperature_c = 30;
  for (Uptime now = seconds{1}; now < hours{1}; now += seconds{30}) {
    EXPECT_EQ(move_of(tick(now)), nullptr);
  }
}

TEST_F(GuardTest, KeepsModelAndRuleStillInQuietHoursButNotAPersonOrAStorm) {
  guard_.set_quiet({.from_min = 22 * 60, .to_min = 7 * 60});
  room_.minute_of_day = 23 * 60;
  tick(seconds{1});
  EXPECT_EQ(refusal(decide(60, seconds{2})), "quiet hours");
  carry_out(person(contract::SetPosition{.position_pct = 70, .hold_s = 10}, seconds{3}),
            seconds{3});
  room_.wind_m_per_s = 30;
  const auto closes = tick(minutes{1});
  ASSERT_NE(move_of(closes), nullptr);
  EXPECT_EQ(move_of(closes)->target_pct, 0);
}

TEST_F(GuardTest, GivesUpWhatWaitsWhenQuietHoursBeginAndSaysSo) {
  carry_out(decide(50, seconds{1}), seconds{1});
  EXPECT_EQ(note(decide(80, seconds{40})), "r-80 waits for the motor's rest");
  guard_.set_quiet({.from_min = 22 * 60, .to_min = 7 * 60});
  room_.minute_of_day = 23 * 60;
  EXPECT_EQ(note(tick(seconds{41})), "r-80 quiet hours");
  room_.minute_of_day = 12 * 60;
  EXPECT_EQ(note(tick(seconds{70})), "nothing") << "it is given up";
}

TEST_F(GuardTest, RunsNoRuleInQuietHoursAndAllOfItAfterwards) {
  guard_.set_quiet({.from_min = 22 * 60, .to_min = 7 * 60});
  room_.temperature_c = 29;
  room_.minute_of_day = 6 * 60 + 59;
  tick(hours{1});  // says that the rule is in charge
  EXPECT_EQ(move_of(tick(hours{1} + seconds{1})), nullptr);
  room_.minute_of_day = 7 * 60;
  EXPECT_NE(move_of(tick(hours{1} + minutes{1})), nullptr);
}

TEST(QuietHours, MayGoOverMidnightAndNeedAClock) {
  const QuietHours night{.from_min = 1'320, .to_min = 420};
  EXPECT_TRUE(night.hold_at(1'320));
  EXPECT_TRUE(night.hold_at(0));
  EXPECT_FALSE(night.hold_at(420));
  EXPECT_FALSE(night.hold_at(std::nullopt));
  const QuietHours noon{.from_min = 720, .to_min = 780};
  EXPECT_TRUE(noon.hold_at(779));
  EXPECT_FALSE(noon.hold_at(780));
  EXPECT_FALSE(QuietHours{}.hold_at(0)) << "none unless set";
}

}  // namespace
}  // namespace luft::firmware

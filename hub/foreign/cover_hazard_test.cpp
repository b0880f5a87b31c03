// What a hazard does to a cover, and to a person's hold.
#include "hub/foreign/cover_fixture.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::MoveCause;
using contract::SetPosition;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Hazards kRain{.storm = false, .rain = true, .frost = false};
constexpr Hazards kRainAndStorm{.storm = true, .rain = true, .frost = false};

TEST_F(CoverTest, AHazardClosesAndKeepsTheModelOut) {
  rest_at(80);
  hazards = kRain;
  EXPECT_THAT(tick(), ElementsAre("pos,0"));
  EXPECT_EQ(state.cause, MoveCause::guard);
  EXPECT_EQ(state.reason->view(), "hazard: rain");
  reports(0);
  wait(120s);
  EXPECT_THAT(control(decision(80)), IsEmpty());
  EXPECT_EQ(events.back().reason->view(), "hazard: rain");
  hazards = {};
  wait(1s);
  EXPECT_THAT(control(decision(80)), ElementsAre("pos,80"));
}

TEST_F(CoverTest, AHazardDoesNotWaitForTheRestBetweenMovements) {
  rest_at(0);
  control(decision(80));
  reports(80);
  hazards = kRain;
  now = now + 1s;
  EXPECT_THAT(tick(), ElementsAre("pos,0"));
}

TEST_F(CoverTest, AHazardInterruptsAMovement) {
  rest_at(0);
  control(decision(80));
  now = now + 5s;
  reports(30);
  hazards = kRain;
  EXPECT_THAT(tick(), ElementsAre("pos,0"));
}

TEST_F(CoverTest, AHazardThatBeginsDuringAHoldClosesOnceAndALaterHandWins) {
  rest_at(0);
  set(SetPosition{.position_pct = 70, .hold_s = 3600});
  reports(70);
  wait(30s);
  hazards = kRain;
  EXPECT_THAT(tick(), ElementsAre("pos,0"));
  reports(0);
  wait(30s);
  EXPECT_THAT(set(SetPosition{.position_pct = 50, .hold_s = 3600}), ElementsAre("pos,50"));
  reports(50);
  EXPECT_THAT(wait(600s), IsEmpty());
}

TEST_F(CoverTest, EachHazardThatBeginsDuringAHoldClosesOnce) {
  rest_at(0);
  hazards = kRain;
  wait(30s);
  set(SetPosition{.position_pct = 70, .hold_s = 3600});
  reports(70);
  EXPECT_THAT(wait(60s), IsEmpty()) << "a person opened it in the rain";
  hazards = kRainAndStorm;
  EXPECT_THAT(tick(), ElementsAre("pos,0"));
  reports(0);
  set(SetPosition{.position_pct = 30, .hold_s = 3600});
  reports(30);
  hazards = kRain;
  EXPECT_THAT(wait(600s), IsEmpty()) << "one that ends is no reason";
}

TEST_F(CoverTest, AHandAtTheWindowWinsOverAHazardToo) {
  rest_at(60);
  hazards = kRain;
  tick();
  reports(0);
  wait(60s);
  reports(40);
  EXPECT_EQ(state.cause, MoveCause::person);
  EXPECT_THAT(wait(600s), IsEmpty());
}

TEST_F(CoverTest, AClosingThatIsNotFollowedIsTriedAgainButNotForEver) {
  rest_at(80);
  hazards = kRain;
  const auto orders = wait(600s);  // it never answers
  EXPECT_EQ(orders.size(), static_cast<std::size_t>(Cover::kCloseAttempts));
  EXPECT_EQ(events.front().event.view(), "unanswered");
  EXPECT_EQ(wait(600s).size(), 1U);
}

TEST_F(CoverTest, AClosingDuringAHoldIsTriedAgainUntilItIsDone) {
  rest_at(0);
  set(SetPosition{.position_pct = 70, .hold_s = 7200});
  reports(70);
  wait(30s);
  hazards = kRain;
  EXPECT_THAT(wait(70s), ElementsAre("pos,0", "pos,0"));
  reports(0);
  EXPECT_THAT(wait(600s), IsEmpty());
}

}  // namespace
}  // namespace luft::hub

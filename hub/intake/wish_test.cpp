// What a person chose by hand becomes an example, with the room as the model would have seen it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hub/intake/intake.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

class WishTest : public testing::Test {
 protected:
  void say(const std::string& topic, const std::string& payload) {
    intake.take(Message{.topic = contract::parse_topic(topic),
                        .unknown_topic = {},
                        .payload = payload,
                        .retained = contract::Retain::no,
                        .received = now},
                Admission::open, outcome);
  }
  void set_window(double position_pct) {
    intake.take({.window = contract::DeviceId::cut("kitchen"),
                 .chosen = contract::SetPosition{.position_pct = position_pct, .hold_s = 600},
                 .at = now});
  }
  void give_back() {
    intake.take({.window = contract::DeviceId::cut("kitchen"), .chosen = {}, .at = now});
  }
  void furnish() {
    say("sensor/kitchen/temperature", "24");
    say("sensor/kitchen/humidity", "50");
  }
  // How many wishes are kept so much later.
  std::uint32_t kept_after(std::chrono::seconds time) {
    now = now + time;
    intake.tick(now, outcome);
    return outcome.journal.rows.count(TableNumber::wishes);
  }
  // How many wishes are kept after a person set the kitchen's window to 80 % and meant it.
  std::uint32_t kept() {
    set_window(80);
    return kept_after(60s);
  }
  std::vector<double> positions() {
    store::RowBinaryReader reader{outcome.journal.rows.encoded(TableNumber::wishes)};
    std::vector<double> all;
    for (store::WishRow row; !reader.at_end() && store::read_row(reader, row);) {
      all.push_back(row.position);
    }
    return all;
  }

  Moment now{.wall = SystemTime{std::chrono::days{20'500}}, .steady = SteadyTime{24h}};
  Intake intake{runtime::Settings{}, runtime::UuidMaker{}};
  Outcome outcome;
};

TEST_F(WishTest, IsKeptWithTheRoomAsTheModelWouldHaveSeenIt) {
  say("sensor/kitchen/temperature", "24");
  say("sensor/kitchen/humidity", "50");
  ASSERT_EQ(kept(), 1U);
  store::RowBinaryReader reader{outcome.journal.rows.encoded(TableNumber::wishes)};
  store::WishRow row;
  ASSERT_TRUE(store::read_row(reader, row));
  EXPECT_EQ(row.device, "kitchen");
  EXPECT_EQ(row.asked_by, "page");
  EXPECT_EQ(row.position, 80);
  EXPECT_EQ(row.hold_s, 600U);
  EXPECT_EQ(row.temp, 24);
  const auto request = contract::parse_inference_request(row.request);
  ASSERT_TRUE(request) << row.request;
  EXPECT_EQ(request->humidity_pct, 50);
  EXPECT_EQ(request->volume_dba, std::nullopt);
}

TEST_F(WishTest, IsNoExampleWhereNothingIsKnownOfTheRoom) {
  EXPECT_EQ(kept(), 0U);  // nobody has heard of the window
  say("sensor/kitchen/temperature", "24");
  EXPECT_EQ(kept(), 0U);
  say("sensor/kitchen/humidity", "50");
  now = now + 1h;  // long ago
  EXPECT_EQ(kept(), 0U);
}

TEST_F(WishTest, IsNoExampleBeforeAMinuteIsOver) {
  furnish();
  set_window(80);
  EXPECT_EQ(kept_after(59s), 0U);
  EXPECT_EQ(kept_after(1s), 1U);
  EXPECT_EQ(kept_after(600s), 1U);
}

TEST_F(WishTest, IsNoExampleWhenItIsTakenBackWithinAMinute) {
  furnish();
  set_window(80);
  now = now + 30s;
  give_back();
  EXPECT_EQ(kept_after(600s), 0U);
}

TEST_F(WishTest, ToUndoItToAnEarlierHoldLeavesNoExampleOfEither) {
  furnish();
  say("window/kitchen/state",
      R"({"position":20,"target":20,"moving":false,"cause":"person","hold_s":3600})");
  set_window(80);
  now = now + 5s;
  say("window/kitchen/state",
      R"({"position":30,"target":80,"moving":true,"cause":"person","hold_s":600})");
  set_window(20);
  EXPECT_EQ(kept_after(600s), 0U);
}

TEST_F(WishTest, OfTwoChoicesWithinAMinuteTheLaterCounts) {
  furnish();
  set_window(80);
  now = now + 30s;
  set_window(60);
  EXPECT_EQ(kept_after(60s), 1U);
  EXPECT_THAT(positions(), testing::ElementsAre(60));
}

TEST_F(WishTest, IsKeptAsItStandsWhenTheHubStops) {
  furnish();
  set_window(80);
  intake.finish(outcome);
  EXPECT_THAT(positions(), testing::ElementsAre(80));
}

}  // namespace
}  // namespace luft::hub

// What a person chose by hand becomes an example, with the room as the model would have seen it.
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
  // How many wishes are kept after a person set the kitchen's window to 80 %.
  std::uint32_t kept() {
    intake.take({.window = contract::DeviceId::cut("kitchen"),
                 .chosen = {.position_pct = 80, .hold_s = 600},
                 .at = now},
                outcome);
    return outcome.journal.rows.count(TableNumber::wishes);
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

}  // namespace
}  // namespace luft::hub

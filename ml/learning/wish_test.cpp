// Lines from the hub: what can be learned from, and what is passed over.
#include "ml/learning/wish.h"

#include <gtest/gtest.h>

namespace luft::ml {
namespace {

constexpr auto kLine =
    R"({"id":"01940000-aa","time_ms":1700000000000,"device":"kitchen","asked_by":"page",)"
    R"("position":80,"hold_s":3600,"inputs":{"temp":24.1,"humidity":51,"volume":null,)"
    R"("position":10}})";

TEST(Wish, IsWhatAPersonChoseAndTheRoomAsTheModelWouldHaveSeenIt) {
  const auto read = read_wishes(std::string(kLine) + "\n");
  ASSERT_EQ(read.wishes.size(), 1U);
  const Wish& wish = read.wishes.front();
  EXPECT_EQ(wish.device, "kitchen");
  EXPECT_EQ(wish.time_ms, 1'700'000'000'000U);
  EXPECT_EQ(wish.position_pct, 80);
  EXPECT_EQ(wish.room.temp_c, 24.1);
  EXPECT_EQ(wish.room.position_pct, 10);
  EXPECT_EQ(read.last_id, "01940000-aa");
}

TEST(Wish, ComesBackAsItWasWritten) {
  const auto read = read_wishes(kLine).wishes;
  const auto again = read_wishes(write_wishes(read)).wishes;
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, read[0].id);
  EXPECT_EQ(again[0].room, read[0].room);
}

TEST(Wish, IsPassedOverWhereALineSaysNothingToLearnFrom) {
  for (const char* line : {
           "garbage",
           "[1,2]",
           R"({"id":"x"})",
           R"({"id":"x","time_ms":1,"device":"kitchen","position":50,"inputs":null})",
           R"({"id":"x","time_ms":1,"device":"kitchen","position":180,)"
           R"("inputs":{"temp":20,"humidity":50,"volume":null}})",
           R"({"id":"x","time_ms":1,"device":"NO DEVICE","position":50,)"
           R"("inputs":{"temp":20,"humidity":50,"volume":null}})",
           R"({"id":"x","time_ms":1,"device":"kitchen","position":50,"inputs":{"temp":20}})",
       }) {
    const auto read = read_wishes(line);
    EXPECT_TRUE(read.wishes.empty()) << line;
    EXPECT_EQ(read.passed_over, 1U) << line;
  }
}

TEST(Wish, IsReadBesideALineThatIsTorn) {
  const auto read = read_wishes("{\"id\":\"0\n" + std::string(kLine) + "\n\n{\"id\":\"0193");
  EXPECT_EQ(read.wishes.size(), 1U);
  EXPECT_EQ(read.passed_over, 2U);
}

}  // namespace
}  // namespace luft::ml

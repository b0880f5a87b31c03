// Test cases are counted, not programs, and nothing that failed or was skipped goes unnamed.
#include "cli/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using testing::ElementsAre;

constexpr const char* kGtest = R"({"tests":4,"failures":1,"testsuites":[{"name":"Trigger",
  "testsuite":[
   {"name":"Fires","status":"RUN","result":"COMPLETED"},
   {"name":"Waits","status":"RUN","result":"COMPLETED","failures":[{"failure":"no"}]},
   {"name":"Replays","status":"RUN","result":"SKIPPED",
    "skipped":[{"message":"replay_test.cpp:9\nno recorded data here\n"}]},
   {"name":"DISABLED_Sleeps","status":"NOTRUN","result":"SUPPRESSED"}]}]})";

TEST(Tally, CountsCasesOfGoogleTest) {
  const auto tally = tally_of_gtest(kGtest);
  ASSERT_TRUE(tally) << tally.error();
  EXPECT_EQ(tally->passed, 1);
  EXPECT_THAT(tally->failed, ElementsAre("Trigger.Waits"));
  EXPECT_THAT(tally->skipped, ElementsAre("Trigger.Replays: no recorded data here"));
}

TEST(Tally, DoesNotTakeACrashForAPass) {
  EXPECT_FALSE(tally_of_gtest(""));
  EXPECT_FALSE(tally_of_gtest("{\"tests\":4,"));
  EXPECT_FALSE(tally_of_vitest("Error: cannot find module"));
}

TEST(Tally, CountsCasesOfVitest) {
  const auto tally = tally_of_vitest(R"({"testResults":[
    {"name":"a.ts","status":"passed","assertionResults":[
      {"fullName":"chart draws","status":"passed"},{"fullName":"chart later","status":"pending"}]},
    {"name":"b.ts","status":"failed","assertionResults":[]}]})");
  ASSERT_TRUE(tally) << tally.error();
  EXPECT_EQ(tally->passed, 1);
  EXPECT_THAT(tally->skipped, ElementsAre("chart later"));
  EXPECT_THAT(tally->failed, ElementsAre("b.ts"));
}

TEST(Tally, ClosesWithOneLine) {
  EXPECT_EQ(closing_line({.passed = 3, .failed = {}, .skipped = {}}), "3 passed, 0 failed");
  EXPECT_EQ(closing_line({.passed = 3, .failed = {"a"}, .skipped = {"b", "c"}}),
            "3 passed, 1 failed, 2 skipped");
}

TEST(Tally, AddsUp) {
  Tally sum{.passed = 1, .failed = {"a"}, .skipped = {}};
  sum.add({.passed = 2, .failed = {}, .skipped = {"b"}});
  EXPECT_EQ(sum.passed, 3);
  EXPECT_THAT(sum.failed, ElementsAre("a"));
  EXPECT_THAT(sum.skipped, ElementsAre("b"));
}

}  // namespace
}  // namespace luft::cli

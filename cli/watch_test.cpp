// What is watched says how fast things go and shows at once what should not happen.
#include "cli/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Look look_at(std::chrono::seconds at, std::map<std::string, std::int64_t> totals) {
  Look look{.system = {}, .at = std::chrono::steady_clock::time_point(at)};
  look.system.ready = true;
  look.system.parts = {{.name = "broker", .state = "ok", .detail = {}}};
  look.system.totals = std::move(totals);
  return look;
}

std::vector<std::string> between(const Look& before, const Look& now) {
  return watch_lines(before, now, 100);
}

TEST(Watch, SaysRatesBetweenTwoLooks) {
  const auto lines = between(look_at(std::chrono::seconds(10), {{"readings", 1'000}}),
                             look_at(std::chrono::seconds(12), {{"readings", 1'500}}));
  EXPECT_THAT(lines, Contains(HasSubstr("readings 250.0/s")));
}

TEST(Watch, ShowsANewLossBesideTheOldOnes) {
  const auto lines = between(look_at(std::chrono::seconds(1), {{"lost", 3}}),
                             look_at(std::chrono::seconds(2), {{"lost", 5}}));
  EXPECT_THAT(lines, Contains(HasSubstr("lost 5 (+2)")));
}

TEST(Watch, TakesARestartedHubForNoNegativeRate) {
  const auto lines = between(look_at(std::chrono::seconds(1), {{"readings", 1'000}}),
                             look_at(std::chrono::seconds(2), {{"readings", 10}}));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("-"))));
}

TEST(Watch, SaysWhichPartIsDownAndWhy) {
  auto now = look_at(std::chrono::seconds(2), {});
  now.system.ready = false;
  now.system.parts = {{.name = "database", .state = "down", .detail = "refused"}};
  const auto lines = between(look_at(std::chrono::seconds(1), {}), now);
  EXPECT_THAT(lines.front(), HasSubstr("NOT READY   database down (refused)"));
}

TEST(Watch, FitsANarrowTerminal) {
  for (const auto& line : watch_lines(look_at(std::chrono::seconds(1), {}),
                                      look_at(std::chrono::seconds(2), {}), 40)) {
    EXPECT_LE(line.size(), 44U) << line;
  }
}

}  // namespace
}  // namespace luft::cli

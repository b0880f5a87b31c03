#include "runtime/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <thread>

#include <nlohmann/json.hpp>

#include "runtime/log_throttle.h"
#include "runtime/manual_clock.h"

namespace luft::runtime {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

struct Captured {
  std::vector<std::string> lines;
  Log log;

  explicit Captured(LogSettings settings = {})
      : log{"hub", settings, [this](std::string_view line) { lines.emplace_back(line); }} {}
};

TEST(Log, WritesOneJsonObjectALine) {
  Captured captured;
  captured.log.warn("reading refused", {{"device", "kitchen"}, {"error", std::string{"too long"}}});
  ASSERT_THAT(captured.lines, SizeIs(1));
  const json line = json::parse(captured.lines[0]);
  EXPECT_EQ(line["level"], "warn");
  EXPECT_EQ(line["service"], "hub");
  EXPECT_EQ(line["message"], "reading refused");
  EXPECT_EQ(line["device"], "kitchen");
  EXPECT_EQ(line["error"], "too long");
  EXPECT_THAT(line["time"].get<std::string>(),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z"));
}

TEST(Log, KeepsTheTypesOfFields) {
  Captured captured;
  captured.log.info("x", {{"int", -1},
                          {"big", std::numeric_limits<std::uint64_t>::max()},
                          {"half", 0.5},
                          {"float", 1.0F},
                          {"yes", true},
                          {"nan", std::numeric_limits<double>::quiet_NaN()}});
  const json line = json::parse(captured.lines.at(0));
  EXPECT_EQ(line["int"], -1);
  EXPECT_EQ(line["big"], std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(line["half"], 0.5);
  EXPECT_EQ(line["yes"], true);
  EXPECT_TRUE(line["nan"].is_null());
}

TEST(Log, EscapesWhateverADeviceMaySend) {
  Captured captured;
  const std::string hostile{"\"}\n\r\x1b[31m\0{%v} \xff\xfe", 17};
  captured.log.info(hostile, {{hostile, hostile}});
  ASSERT_THAT(captured.lines, SizeIs(1));
  EXPECT_EQ(captured.lines[0].find('\n'), std::string::npos);
  EXPECT_EQ(captured.lines[0].find('\x1b'), std::string::npos);
  const json line = json::parse(captured.lines[0]);
  EXPECT_THAT(line["message"].get<std::string>(), HasSubstr("{%v}"));
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  Captured captured{{.level = LogLevel::warn}};
  captured.log.debug("no");
  captured.log.info("no");
  captured.log.warn("yes");
  captured.log.error("yes");
  EXPECT_THAT(captured.lines, SizeIs(2));
  EXPECT_FALSE(captured.log.writes(LogLevel::info));
}

TEST(Log, WritesNothingWhenOff) {
  Captured captured{{.level = LogLevel::off}};
  captured.log.error("no");
  captured.log.write(LogLevel::off, "no", {});
  EXPECT_THAT(captured.lines, SizeIs(0));
}

TEST(Log, CarriesBoundFieldsOnEveryLine) {
  Captured captured;
  const Log bound = captured.log.with({{"request_id", "r1"}}).with({{"device", "kitchen"}});
  bound.info("decided", {{"position", 40}});
  const json line = json::parse(captured.lines.at(0));
  EXPECT_EQ(line["request_id"], "r1");
  EXPECT_EQ(line["device"], "kitchen");
  EXPECT_EQ(line["position"], 40);
}

TEST(Log, HasAFormForPeople) {
  Captured captured{{.format = LogFormat::text}};
  captured.log.error("broker gone", {{"port", 1883}});
  EXPECT_THAT(captured.lines.at(0), HasSubstr("error hub: broker gone  port=1883"));
}

TEST(Log, NeverTearsALineBetweenThreads) {
  Captured captured;
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([log = captured.log] {
        for (int n = 0; n < 200; ++n) log.info("line", {{"n", n}});
      });
    }
  }
  ASSERT_THAT(captured.lines, SizeIs(800));
  for (const std::string& line : captured.lines) ASSERT_TRUE(json::accept(line)) << line;
}

TEST(LogThrottle, LetsTheFirstFewOfEachKeyPass) {
  ManualClock clock;
  LogThrottle throttle{2, std::chrono::seconds{60}};
  EXPECT_EQ(throttle.admit("a", clock.steady_now()), 0U);
  EXPECT_EQ(throttle.admit("a", clock.steady_now()), 0U);
  EXPECT_EQ(throttle.admit("a", clock.steady_now()), std::nullopt);
  EXPECT_EQ(throttle.admit("b", clock.steady_now()), 0U);
}

TEST(LogThrottle, SaysInTheNextPeriodHowManyItHeldBack) {
  ManualClock clock;
  LogThrottle throttle{1, std::chrono::seconds{60}};
  ASSERT_TRUE(throttle.admit("a", clock.steady_now()));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(throttle.admit("a", clock.steady_now()));
  clock.advance(std::chrono::seconds{60});
  EXPECT_EQ(throttle.admit("a", clock.steady_now()), 5U);
}

TEST(LogThrottle, SharesOneAllowanceAmongTooManyKeys) {
  ManualClock clock;
  LogThrottle throttle{1, std::chrono::seconds{60}, 2};
  EXPECT_TRUE(throttle.admit("a", clock.steady_now()));
  EXPECT_TRUE(throttle.admit("b", clock.steady_now()));
  EXPECT_TRUE(throttle.admit("c", clock.steady_now()));
  EXPECT_FALSE(throttle.admit("d", clock.steady_now()));
  clock.advance(std::chrono::seconds{61});  // a and b are quiet: forgotten
  EXPECT_EQ(throttle.admit("d", clock.steady_now()), 0U);
}

}  // namespace
}  // namespace luft::runtime

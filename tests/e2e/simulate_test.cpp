// Load through a running Luft, and a look at how it fares meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

class SimulateTest : public testing::Test {
 protected:
  void SetUp() override {
    installation_.start_luft({"up"});
    ASSERT_TRUE(installation_.becomes_ready()) << installation_.said();
  }
  Installation installation_;
};

TEST_F(SimulateTest, LoadsARunningSystemAndAccountsForEveryReading) {
  const auto simulated = installation_.luft(
      {"simulate", "--devices", "20", "--rate", "100", "--profile", "storm", "--for", "5s"});
  EXPECT_TRUE(simulated.status.success()) << simulated.out << simulated.err;
  EXPECT_THAT(simulated.out, ContainsRegex("20 devices sent [1-9][0-9]+ readings"));
  EXPECT_THAT(simulated.out, HasSubstr(" 0 still held"));
  EXPECT_EQ(installation_.sql("SELECT uniqExact(device) FROM luft.readings "
                              "WHERE device LIKE 'sim-0%'"),
            "20");
  EXPECT_EQ(installation_.sql("SELECT count() FROM luft.readings WHERE device NOT LIKE 'sim-%'"),
            "0");
  EXPECT_TRUE(installation_.luft({"verify"}).status.success());
}

TEST_F(SimulateTest, IsSeenByWhoeverWatches) {
  const auto watched = installation_.luft({"status", "--watch", "--for", "2s"});
  EXPECT_TRUE(watched.status.success()) << watched.out << watched.err;
  for (const char* line : {"ready ", "rates ", "latency ", "backlog ", "receipts ", "losses "}) {
    EXPECT_THAT(watched.out, HasSubstr(line));
  }
}

TEST(Simulate, RefusesARateThatItsDevicesCannotReach) {
  Installation installation;
  const auto refused = installation.luft({"simulate", "--devices", "1", "--rate", "1000"});
  EXPECT_FALSE(refused.status.success());
  EXPECT_THAT(refused.err, HasSubstr("1 devices send at most 30 readings a second"));
  EXPECT_THAT(refused.err, HasSubstr("--devices 34"));
}

TEST(Simulate, SaysThatNothingRuns) {
  Installation installation;
  EXPECT_THAT(installation.luft({"simulate"}).err, HasSubstr("nothing runs"));
}

}  // namespace
}  // namespace luft::tests

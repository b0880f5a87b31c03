// All of Luft on a small disk that somebody fills: broker, database and hub meet the end of it
// together, and go on by themselves once there is room.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include <nlohmann/json.hpp>

#include "runtime/testing/small_disk.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using runtime::testing::SmallDisk;
using ::testing::HasSubstr;

TEST(FullDisk, UnderAllOfLuftLosesAndDoublesNothing) {
  Installation installation;
  SmallDisk disk{installation.data().root, "size=300m"};
  if (!disk.why_not().empty()) GTEST_SKIP() << "cannot mount a tmpfs: " << disk.why_not();
  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  auto load = std::async(std::launch::async, [&installation] {
    return installation.luft({"simulate", "--devices", "20", "--rate", "200", "--for", "20s"});
  });
  std::this_thread::sleep_for(3s);
  for (int second = 0; second < 8; ++second) {  // what one gives up, it is to have no more
    disk.fill();
    std::this_thread::sleep_for(1s);
  }
  disk.make_room();

  const Finished simulated = load.get();
  EXPECT_TRUE(simulated.status.success()) << simulated.out << simulated.err;
  EXPECT_THAT(simulated.out, HasSubstr(" 0 still held")) << installation.said();
  const Finished verified = installation.luft({"verify"});
  EXPECT_TRUE(verified.status.success()) << verified.out << verified.err;
  EXPECT_THAT(installation.sql("SELECT DISTINCT event FROM luft.service_events ORDER BY event"),
              HasSubstr("journal_cannot_write"));
  EXPECT_EQ(installation.sql("SELECT count() - uniqExact(device, boot, seq) FROM luft.readings"),
            "0");
  EXPECT_EQ(installation.sql("SELECT count() - (SELECT sum(samples) FROM luft.readings_1d) "
                             "FROM luft.readings"),
            "0");
}

}  // namespace
}  // namespace luft::tests

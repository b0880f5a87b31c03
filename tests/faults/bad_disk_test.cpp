// Disks that are slow, or take nothing more: hub and database, each with calls that strace delays
// or refuses.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "runtime/testing/temp_folder.h"
#include "tests/faults/stage.h"
#include "tests/faults/strace.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using hub::testing::eventually;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

constexpr auto kSyncs = "trace=fsync,fdatasync";
constexpr auto kSlowSyncs = "inject=fsync,fdatasync:delay_enter=400000";
constexpr auto kSlow = 400'000us;
// What SQLite does to a file.
constexpr auto kWrites = "trace=pwrite64,ftruncate,fdatasync";
constexpr auto kRefusedWrites = "inject=pwrite64,ftruncate,fdatasync:error=EROFS";
// ClickHouse writes each part into a folder of its own.
constexpr auto kFolders = "trace=mkdir,mkdirat";
constexpr auto kRefusedFolders = "inject=mkdir,mkdirat:error=EROFS";

class BadDiskTest : public Stage {
 protected:
  void SetUp() override {
    Stage::SetUp();
    if (IsSkipped()) return;
    start();
    device = &add_device("kitchen");
    sample(100);
    ASSERT_TRUE(all_receipted(60s));
  }

  void sample(int count) const {
    for (int i = 0; i < count; ++i) device->sample();
  }
  [[nodiscard]] std::expected<runtime::Process, std::string> tamper(pid_t process, const char* with,
                                                                    const char* how) const {
    return attach_strace(process, notes.path(), {"-o", "/dev/null", "-e", with, "-e", how});
  }

  runtime::testing::TempFolder notes;
  hub::testing::FaithfulDevice* device = nullptr;
};

TEST_F(BadDiskTest, ASlowOneDelaysReceiptsAndNothingIsLostWhenTheHubDiesMeanwhile) {
  const auto slow_hub = tamper(hub->pid(), kSyncs, kSlowSyncs);
  auto slow_database = tamper(database->pid(), kSyncs, kSlowSyncs);
  if (!slow_hub) GTEST_SKIP() << slow_hub.error();
  if (!slow_database) GTEST_SKIP() << slow_database.error();
  const auto began = std::chrono::steady_clock::now();
  sample(1);
  device->send_again();  // as a batch, whose receipt waits for nothing but the disk
  EXPECT_TRUE(eventually([&] { return device->held() == 0; }));
  EXPECT_GE(std::chrono::steady_clock::now() - began, kSlow);
  for (int i = 0; i < 30; ++i) {
    sample(10);
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(hub->status_of("/readyz"), 200);
  hub->kill();
  hub->start();
  slow_database->terminate(5s);
  ASSERT_TRUE(all_receipted(60s)) << hub->log();
  expect_stored_once();
}

TEST_F(BadDiskTest, OneThatTakesNothingStopsReceiptsRaisesAnAlarmAndIsForgottenWhenItTakesAgain) {
  auto refusing = tamper(hub->pid(), kWrites, kRefusedWrites);
  if (!refusing) GTEST_SKIP() << refusing.error();
  EXPECT_TRUE(eventually([&] {
    sample(10);
    return hub->text("/metrics").find("luft_alarm{name=\"journal_cannot_write\"} 1\n") !=
           std::string::npos;
  }));
  EXPECT_FALSE(all_receipted(3s));
  EXPECT_EQ(hub->status_of("/readyz"), 503);
  EXPECT_THAT(hub->get("/readyz").dump(), HasSubstr("cannot write"));
  EXPECT_EQ(hub->status_of("/healthz"), 200);

  refusing->terminate(5s);
  ASSERT_TRUE(all_receipted(60s)) << hub->log();
  expect_stored_once();
  EXPECT_EQ(hub->status_of("/readyz"), 200);
  EXPECT_TRUE(eventually([&] {
    return ::testing::Value(
        alarms(), IsSupersetOf({"journal_cannot_write raised", "journal_cannot_write ended"}));
  }));
}

TEST_F(BadDiskTest, ADatabaseThatMayNotWriteLeavesReadingsWithTheJournalUntilItMay) {
  auto refusing = tamper(database->pid(), kFolders, kRefusedFolders);
  if (!refusing) GTEST_SKIP() << refusing.error();
  sample(100);
  ASSERT_TRUE(all_receipted(60s)) << hub->log();
  EXPECT_EQ(sql("SELECT count() FROM luft.readings"), "100\n");

  refusing->terminate(5s);
  expect_stored_once();
}

}  // namespace
}  // namespace luft::tests

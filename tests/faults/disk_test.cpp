// A hub whose data folder is a small disk of its own (tmpfs, where this may mount one) that
// somebody fills: receipts stop, an alarm says so, and all goes on by itself once there is room.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "runtime/testing/small_disk.h"
#include "runtime/testing/temp_folder.h"
#include "tests/faults/stage.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using hub::testing::eventually;
using runtime::testing::SmallDisk;
using ::testing::Contains;
using ::testing::HasSubstr;

class DiskTest : public Stage {
 protected:
  runtime::testing::TempFolder folder;
  SmallDisk disk{folder.path(), "size=16m"};
};

TEST_F(DiskTest, AFullOneStopsReceiptsRaisesAnAlarmAndIsForgottenWhenThereIsRoom) {
  if (!disk.why_not().empty()) GTEST_SKIP() << "cannot mount a tmpfs: " << disk.why_not();
  broker.emplace();
  database.emplace();
  fs::copy(database->data_folder() / "credentials", disk.path() / "credentials",
           fs::copy_options::recursive);
  hub.emplace(*broker, *database,
              std::map<std::string, std::string>{{"LUFT_DATA", disk.path().string()}});
  auto& device = add_device("kitchen");
  for (int i = 0; i < 100; ++i) device.sample();
  ASSERT_TRUE(all_receipted(60s));

  disk.fill();
  EXPECT_TRUE(eventually(
      [&] {
        for (int i = 0; i < 200; ++i) device.sample();
        return hub->text("/metrics").find("luft_alarm{name=\"journal_cannot_write\"} 1\n") !=
               std::string::npos;
      },
      60s));
  for (int i = 0; i < 100; ++i) device.sample();
  EXPECT_FALSE(all_receipted(3s));
  EXPECT_EQ(hub->status_of("/readyz"), 503);
  EXPECT_THAT(hub->get("/readyz").dump(), HasSubstr("cannot write"));
  EXPECT_EQ(hub->status_of("/healthz"), 200);

  disk.make_room();
  ASSERT_TRUE(all_receipted(60s)) << hub->log();
  expect_stored_once();
  EXPECT_EQ(hub->status_of("/readyz"), 200);
  EXPECT_TRUE(eventually([&] {
    return ::testing::Value(alarms(), ::testing::IsSupersetOf({"journal_cannot_write raised",
                                                               "journal_cannot_write ended"}));
  }));
}

TEST_F(DiskTest, StoppingIsQuickWhileItIsFullAndNothingReceiptedIsLost) {
  if (!disk.why_not().empty()) GTEST_SKIP() << "cannot mount a tmpfs: " << disk.why_not();
  broker.emplace();
  database.emplace();
  fs::copy(database->data_folder() / "credentials", disk.path() / "credentials",
           fs::copy_options::recursive);
  hub.emplace(*broker, *database,
              std::map<std::string, std::string>{{"LUFT_DATA", disk.path().string()}});
  auto& device = add_device("kitchen");
  disk.fill();
  EXPECT_TRUE(eventually(
      [&] {
        for (int i = 0; i < 500; ++i) device.sample();
        return hub->status_of("/readyz") == 503;
      },
      60s));
  EXPECT_LT(hub->stop(), 5s);
  disk.make_room();
  hub->start();
  ASSERT_TRUE(all_receipted(60s)) << hub->log();
  expect_stored_once();
}

}  // namespace
}  // namespace luft::tests

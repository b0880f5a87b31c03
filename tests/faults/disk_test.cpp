// A hub whose data folder is a small disk of its own (tmpfs, where this may mount one) that
// somebody fills: receipts stop, an alarm says so, and all goes on by itself once there is room.
#include <gmock/gmock.h>
#include <sys/mount.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/testing/temp_folder.h"
#include "tests/faults/stage.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using hub::testing::eventually;
using ::testing::Contains;
using ::testing::HasSubstr;

// Gone with the object.
class SmallDisk {
 public:
  explicit SmallDisk(const char* options) {
    if (::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, options) != 0) {
      why_not_ = std::strerror(errno);
    }
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (why_not_.empty()) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  [[nodiscard]] const std::string& why_not() const { return why_not_; }
  [[nodiscard]] fs::path path() const { return folder_.path(); }

  // Somebody else's file takes all there is.
  void fill() {
    std::ofstream file{path() / "somebody's"};
    const std::string block(4096, 'x');
    while (file.write(block.data(), 4096).flush()) {
    }
  }
  void make_room() { fs::remove(path() / "somebody's"); }

 private:
  runtime::testing::TempFolder folder_;
  std::string why_not_;
};

using DiskTest = Stage;

TEST_F(DiskTest, AFullOneStopsReceiptsRaisesAnAlarmAndIsForgottenWhenThereIsRoom) {
  SmallDisk disk{"size=16m"};
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
  SmallDisk disk{"size=16m"};
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

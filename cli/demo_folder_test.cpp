// A demo deletes what a demo left, and nothing else.
#include "cli/demo_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "cli/addresses.h"
#include "cli/folder_lock.h"
#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class DemoFolderTest : public testing::Test {
 protected:
  void put(const std::string& name) { std::ofstream(folder_.root / name) << "kept?"; }

  runtime::testing::TempFolder parent_;
  DataFolder folder_{fs::path(parent_.path()) / "demo"};
};

TEST_F(DemoFolderTest, IsMadeAndMarked) {
  ASSERT_TRUE(prepare_demo_folder(folder_, DemoFolder::fresh));
  EXPECT_TRUE(is_demo_folder(folder_));
  EXPECT_TRUE(fs::is_directory(folder_.credentials()));
}

TEST_F(DemoFolderTest, LosesWhatAnEarlierDemoLeft) {
  ASSERT_TRUE(prepare_demo_folder(folder_, DemoFolder::fresh));
  put("journal.db");
  ASSERT_TRUE(prepare_demo_folder(folder_, DemoFolder::fresh));
  EXPECT_FALSE(fs::exists(folder_.root / "journal.db"));
}

TEST_F(DemoFolderTest, KeepsEverythingWhenItWasChosen) {
  ASSERT_TRUE(prepare_demo_folder(folder_, DemoFolder::as_is));
  put("journal.db");
  ASSERT_TRUE(prepare_demo_folder(folder_, DemoFolder::as_is));
  EXPECT_TRUE(fs::exists(folder_.root / "journal.db"));
}

TEST_F(DemoFolderTest, IsNeverOneWithRealData) {
  fs::create_directories(folder_.root);
  put("journal.db");
  for (const auto how : {DemoFolder::fresh, DemoFolder::as_is}) {
    const auto refused = prepare_demo_folder(folder_, how);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error(), HasSubstr("no demo made"));
  }
  EXPECT_TRUE(fs::exists(folder_.root / "journal.db"));
}

TEST_F(DemoFolderTest, IsNotTakenFromADemoThatRuns) {
  ASSERT_TRUE(prepare_demo_folder(folder_, DemoFolder::fresh));
  const auto lock = FolderLock::take(folder_);
  write_addresses(folder_, {.supervisor_pid = getpid(),
                            .mqtt = {},
                            .http = {},
                            .clickhouse_http = {},
                            .clickhouse_tcp = {},
                            .http_password_file = {}});
  EXPECT_THAT(prepare_demo_folder(folder_, DemoFolder::fresh).error(), HasSubstr("runs in"));
}

}  // namespace
}  // namespace luft::cli

// What restoring refuses, and what is not run on. History is in a ClickHouse of one's own here.
#include "hub/backup/restore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "hub/backup/take.h"
#include "hub/journal/journal.h"
#include "runtime/testing/temp_folder.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class RestoreTest : public ::testing::Test {
 protected:
  RestoreTest() {
    EXPECT_TRUE(Journal::open(original.file("hub.sqlite")));
    settings.clickhouse.url = "http://127.0.0.1:9";  // nobody is there, and nobody is asked
    settings.data = original.file("");
    EXPECT_TRUE(take_backup(settings, {.folder = copies.file("backup"), .settings_file = {}}));
    settings.data = data.file("");
  }
  std::string restore() {
    const auto restored = restore_backup(settings, copies.file("backup"));
    return restored ? "" : restored.error();
  }

  const runtime::testing::TempFolder original;
  const runtime::testing::TempFolder copies;
  const runtime::testing::TempFolder data;
  runtime::Settings settings;
};

TEST_F(RestoreTest, RefusesAFolderWithWhatAnotherJournalLeft) {
  for (const char* left : {"hub.sqlite-wal", "hub.sqlite-shm"}) {
    data.write(left, "");
    EXPECT_THAT(restore(), HasSubstr(left));
    fs::remove(data.file(left));
  }
  EXPECT_EQ(restore(), "");
}

TEST_F(RestoreTest, LeavesAFolderThatMayBeRunOn) {
  EXPECT_EQ(restore(), "");
  EXPECT_TRUE(check_no_half_restore(data.path()));
}

TEST_F(RestoreTest, NothingRunsOnWhatARestoreThatWasKilledLeft) {
  fs::create_directories(data.file("restoring/clickhouse"));
  const auto refused = check_no_half_restore(data.path());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("restore again"));
  EXPECT_EQ(restore(), "") << "nothing was moved yet: it begins anew";
}

}  // namespace
}  // namespace luft::hub

// A backup where history is in a ClickHouse of one's own: all the rest, and it says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "hub/backup/restore.h"
#include "hub/backup/take.h"
#include "hub/journal/journal.h"
#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"

namespace luft::hub {
namespace {

TEST(BackupWithHistoryElsewhere, HoldsAllTheRestSaysSoAndIsBroughtBack) {
  const runtime::testing::TempFolder original;
  {
    auto journal = Journal::open(original.file("hub.sqlite"));
    ASSERT_TRUE(journal) << journal.error();
  }
  original.write("rooms.memory", "what the model remembers");
  runtime::Settings settings;
  settings.data = original.file("");
  settings.clickhouse.url = "http://127.0.0.1:9";  // nobody is there, and nobody is asked
  const runtime::testing::TempFolder copies;
  const auto taken = take_backup(settings, {.folder = copies.file("backup"), .settings_file = {}});
  ASSERT_TRUE(taken) << taken.error();
  EXPECT_EQ(taken->history_at, "http://127.0.0.1:9");
  EXPECT_TRUE(taken->balanced);

  const runtime::testing::TempFolder other;
  settings.data = other.file("data");
  const auto restored = restore_backup(settings, copies.file("backup"));
  ASSERT_TRUE(restored) << restored.error();
  EXPECT_EQ(restored->history_at, "http://127.0.0.1:9");
  EXPECT_EQ(runtime::read_file(other.file("data/rooms.memory")), "what the model remembers");
  EXPECT_TRUE(std::filesystem::exists(other.file("data/hub.sqlite")));
  EXPECT_FALSE(std::filesystem::exists(other.file("data/clickhouse")));
}

}  // namespace
}  // namespace luft::hub

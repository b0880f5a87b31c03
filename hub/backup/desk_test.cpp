// What the desk finds on disk and refuses. A whole backup, through the API of a running Luft, is
// taken in tests/e2e/backup_test.cpp.
#include "hub/backup/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "hub/backup/manifest.h"
#include "runtime/testing/temp_folder.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class BackupDeskTest : public ::testing::Test {
 protected:
  BackupDeskTest() { settings.data = folder.path(); }

  fs::path backups() const { return fs::path{folder.path()} / "backups"; }
  void keep(const std::string& name, std::int64_t taken_ms) {
    fs::create_directories(backups() / name);
    Manifest manifest{.version = "0.1.0",
                      .taken_ms = taken_ms,
                      .balanced = true,
                      .journaled = 3,
                      .counts = {{"readings", 1000}},
                      .variables = {},
                      .files = {{.path = "hub.sqlite", .bytes = 500, .sha256 = ""}}};
    ASSERT_TRUE(write_manifest(backups() / name, manifest));
  }
  BackupDesk::Wiring wiring() {
    return {.settings = settings,
            .settings_file = {},
            .cancellation = std::make_shared<store::Cancellation>(),
            .clock = clock,
            .log = runtime::Log{"hub", {.level = runtime::LogLevel::off}}};
  }

  runtime::testing::TempFolder folder;
  runtime::Settings settings;
  runtime::RealClock clock;
};

TEST_F(BackupDeskTest, KnowsNoneAtFirst) {
  const BackupDesk desk{wiring()};
  EXPECT_EQ(desk.state().phase, BackupPhase::none);
  EXPECT_TRUE(desk.ended_within({}));
}

TEST_F(BackupDeskTest, FindsTheNewestThatIsThere) {
  keep("backup-2026-11-26T10-00-00Z", 2'000);
  keep("backup-2026-11-25T10-00-00Z", 1'000);
  const BackupState found = BackupDesk{wiring()}.state();
  EXPECT_EQ(found.phase, BackupPhase::done);
  EXPECT_THAT(found.folder, HasSubstr("2026-11-26"));
  EXPECT_EQ(found.readings, 1003U);
  EXPECT_EQ(found.bytes, 500U);
  EXPECT_FALSE(found.ended);
}

TEST_F(BackupDeskTest, RemovesWhatWasNotFinishedAndNothingElse) {
  keep("backup-2026-11-26T10-00-00Z", 2'000);
  keep("of-mine", 3'000);
  fs::create_directories(backups() / "backup-2026-11-27T10-00-00Z" / "clickhouse");
  fs::create_directories(backups() / "taking-77");
  const BackupDesk desk{wiring()};
  EXPECT_FALSE(fs::exists(backups() / "backup-2026-11-27T10-00-00Z"));
  EXPECT_TRUE(fs::exists(backups() / "backup-2026-11-26T10-00-00Z"));
  EXPECT_TRUE(fs::exists(backups() / "of-mine"));
  EXPECT_TRUE(fs::exists(backups() / "taking-77"));  // the database's
}

TEST_F(BackupDeskTest, SaysWhyItFailedAndLeavesNothing) {
  BackupDesk desk{wiring()};
  const auto begun = desk.begin();
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->phase, BackupPhase::running);
  ASSERT_TRUE(desk.ended_within(std::chrono::seconds{20}));
  EXPECT_EQ(desk.state().phase, BackupPhase::failed);
  EXPECT_THAT(desk.state().error, HasSubstr("hub.sqlite is not there"));
  EXPECT_TRUE(desk.state().ended);
  EXPECT_FALSE(fs::exists(begun->folder));
}

}  // namespace
}  // namespace luft::hub

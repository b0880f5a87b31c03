// A backup that lost a file, or a bit, is refused.
#include "hub/backup/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "runtime/file.h"
#include "runtime/testing/temp_folder.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ManifestTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "clickhouse/data");
    write("hub.sqlite", "journal");
    write("clickhouse/data/part.bin", "rows");
    manifest_.version = "0.1.0";
    manifest_.taken_ms = 1'800'000'000'000;
    manifest_.balanced = true;
    manifest_.journaled = 3;
    manifest_.counts = {{"readings", 1000}};
    manifest_.variables = {{"LUFT_SITE", "campus"}};
    manifest_.files = files_below(folder_).value();
    ASSERT_TRUE(write_manifest(folder_, manifest_));
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }
  std::string refusal() {
    const auto checked = check_backup(folder_);
    return checked ? "accepted" : checked.error();
  }

  runtime::testing::TempFolder made_;
  fs::path folder_ = made_.path();
  Manifest manifest_;
};

TEST_F(ManifestTest, IsReadAsItWasWritten) {
  const auto read = check_backup(folder_);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, manifest_);
  EXPECT_EQ(read->files.size(), 2U);
}

TEST_F(ManifestTest, RefusesABackupThatWasNotFinished) {
  fs::remove(folder_ / kManifestName);
  EXPECT_THAT(refusal(), HasSubstr("no whole backup"));
}

TEST_F(ManifestTest, RefusesPathsThatLeadOutOfTheBackup) {
  for (const char* const path : {"../hub.sqlite", "/etc/passwd", "clickhouse/../../x", "", "."}) {
    manifest_.files.front().path = path;
    ASSERT_TRUE(write_manifest(folder_, manifest_));
    EXPECT_THAT(refusal(), HasSubstr("is damaged")) << path;
  }
}

TEST_F(ManifestTest, RefusesNestingThatWouldOverflowTheStack) {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  write(kManifestName, R"({"backup":)" + deep + R"(,"sha256":""})");
  EXPECT_THAT(refusal(), HasSubstr("is damaged"));
}

TEST_F(ManifestTest, RefusesAMissingFile) {
  fs::remove(folder_ / "clickhouse/data/part.bin");
  EXPECT_THAT(refusal(), HasSubstr("part.bin is missing"));
}

TEST_F(ManifestTest, RefusesAChangedByte) {
  write("hub.sqlite", "jourmal");
  EXPECT_THAT(refusal(), HasSubstr("hub.sqlite is damaged"));
}

TEST_F(ManifestTest, RefusesAManifestThatWasChangedItself) {
  const auto file = (folder_ / kManifestName).string();
  std::string text = runtime::read_file(file).value();
  for (const std::string from : {"1000", "\"balanced\"", "hub.sqlite"}) {
    std::string changed = text;
    changed[changed.find(from) + 1] ^= 1;
    std::ofstream(file) << changed;
    EXPECT_THAT(refusal(), HasSubstr("damaged")) << from;
  }
  std::ofstream(file) << text.substr(0, text.size() / 2);
  EXPECT_THAT(refusal(), HasSubstr("damaged"));
}

}  // namespace
}  // namespace luft::hub

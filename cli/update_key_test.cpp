#include "cli/update_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

using ::testing::HasSubstr;

TEST(UpdateKey, IsMadeOnceAndKeptForItsOwnerOnly) {
  const runtime::testing::TempFolder folder;
  const std::filesystem::path file = folder.file("credentials/update-key");
  const auto made = UpdateKey::load_or_make(file);
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(made->public_hex().size(), 64U);
  EXPECT_EQ(UpdateKey::load_or_make(file)->public_hex(), made->public_hex());
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(UpdateKey, ThatIsDamagedIsNotReplaced) {
  const runtime::testing::TempFolder folder;
  folder.write("key", "abc\n");
  EXPECT_THAT(UpdateKey::load_or_make(folder.file("key")).error(), HasSubstr("no update key"));
}

}  // namespace
}  // namespace luft::cli

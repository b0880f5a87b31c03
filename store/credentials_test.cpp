#include "store/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "runtime/testing/temp_folder.h"

namespace luft::store {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST(Credentials, AreMadeOnceAndForTheirOwnerOnly) {
  const runtime::testing::TempFolder folder;
  const auto file = password_file(folder.path(), DatabaseUser::writer);
  const auto made = ensure_password(file);
  ASSERT_TRUE(made) << made.error();
  EXPECT_GE(made->size(), 32U);
  EXPECT_EQ(ensure_password(file), *made);
  EXPECT_EQ(read_password(file), *made);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms::owner_all);
}

TEST(Credentials, AreTheSameForAllWhoMakeThemAtTheSameMoment) {
  const runtime::testing::TempFolder folder;
  const auto file = password_file(folder.path(), DatabaseUser::writer);
  std::vector<std::string> made(8);
  {
    std::vector<std::jthread> makers;
    for (std::string& password : made) {
      makers.emplace_back([&] { password = ensure_password(file).value_or("failed"); });
    }
  }
  EXPECT_THAT(made, ::testing::Each(*read_password(file)));
}

TEST(Credentials, DifferBetweenUsers) {
  const runtime::testing::TempFolder folder;
  EXPECT_NE(ensure_password(password_file(folder.path(), DatabaseUser::reader)),
            ensure_password(password_file(folder.path(), DatabaseUser::admin)));
}

TEST(Credentials, ThatAreMissingAreAnErrorThatNamesTheFile) {
  const auto password = read_password("/nowhere/clickhouse-luft_writer");
  ASSERT_FALSE(password);
  EXPECT_THAT(password.error(), HasSubstr("/nowhere/clickhouse-luft_writer"));
}

}  // namespace
}  // namespace luft::store

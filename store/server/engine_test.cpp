#include "store/server/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/testing/temp_folder.h"

namespace luft::store {
namespace {

using ::testing::HasSubstr;

TEST(Engine, ThatIsConfiguredButMissingIsAnErrorWithTheFix) {
  const auto found = find_engine("/nowhere/libchdb.so");
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error(), HasSubstr("/nowhere/libchdb.so"));
  EXPECT_THAT(found.error(), HasSubstr("./luft setup"));
}

TEST(Engine, IsTakenFromWhereTheSettingSays) {
  const runtime::testing::TempFolder folder;
  const std::string library = folder.write("libchdb.so", "");
  EXPECT_EQ(find_engine(library), library);
}

TEST(Engine, ThatIsNoLibraryIsRefused) {
  const runtime::testing::TempFolder folder;
  const auto engine = Engine::open(folder.write("libchdb.so", "not a library"));
  ASSERT_FALSE(engine);
  EXPECT_THAT(engine.error(), HasSubstr("libchdb.so"));
}

TEST(Engine, OfAnotherVersionIsRefused) {
  const auto engine = Engine::open("libm.so.6");
  ASSERT_FALSE(engine);
  EXPECT_THAT(engine.error(), HasSubstr("./luft setup"));
}

}  // namespace
}  // namespace luft::store

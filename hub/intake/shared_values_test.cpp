#include "hub/intake/shared_values.h"

#include <gtest/gtest.h>

#include <string>

namespace luft::hub {
namespace {

TEST(SharedValues, AreHeldOnceWhereTheyAreEqual) {
  SharedValues<std::string> builds;
  const auto first = builds.share("1.0.0");
  EXPECT_EQ(*first, "1.0.0");
  EXPECT_EQ(builds.share("1.0.0"), first);
  EXPECT_NE(builds.share("1.0.1"), first);
}

TEST(SharedValues, OutliveBeingForgottenForNewerOnes) {
  SharedValues<std::string> builds;
  const auto first = builds.share("0");
  for (std::size_t i = 1; i <= SharedValues<std::string>::kRemembered; ++i) {
    EXPECT_EQ(*builds.share(std::to_string(i)), std::to_string(i));
  }
  EXPECT_EQ(*first, "0");
  EXPECT_NE(builds.share("0"), first);
}

}  // namespace
}  // namespace luft::hub

// Devices that run the same share what they say of it.
#include "hub/intake/firmware_build.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

TEST(Builds, AreSharedByTheDevicesThatRunThem) {
  Builds builds;
  const auto first = builds.share("1.0.0", "esp32");
  EXPECT_EQ(first->firmware, "1.0.0");
  EXPECT_EQ(first->chip, "esp32");
  EXPECT_EQ(builds.share("1.0.0", "esp32"), first);
  EXPECT_NE(builds.share("1.0.0", "esp32c3"), first);
  EXPECT_NE(builds.share("1.0.1", "esp32"), first);
}

TEST(Builds, OutliveBeingForgottenForNewerOnes) {
  Builds builds;
  const auto first = builds.share("0", "esp32");
  for (std::size_t i = 1; i <= Builds::kRemembered; ++i) {
    EXPECT_EQ(builds.share(std::to_string(i), "esp32")->firmware, std::to_string(i));
  }
  EXPECT_EQ(first->firmware, "0");
  EXPECT_NE(builds.share("0", "esp32"), first);
}

}  // namespace
}  // namespace luft::hub

#include "cli/firmware_image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using ::testing::HasSubstr;

std::string image_of(unsigned char chip, std::string_view version) {
  std::string bytes(1'000, '\0');
  bytes[0] = '\xE9';
  bytes[12] = static_cast<char>(chip);
  bytes.replace(32, 4, "\x32\x54\xCD\xAB");
  bytes.replace(48, version.size(), version);
  return bytes;
}

TEST(FirmwareImage, SaysItsChipAndVersion) {
  const auto image = read_firmware_image(image_of(5, "1.2.0"));
  ASSERT_TRUE(image) << image.error();
  EXPECT_EQ(image->chip, "esp32c3");
  EXPECT_EQ(image->version, "1.2.0");
  EXPECT_EQ(read_firmware_image(image_of(0, "1.2.0"))->chip, "esp32");
  EXPECT_EQ(read_firmware_image(image_of(9, "1.2.0"))->chip, "esp32s3");
  EXPECT_EQ(read_firmware_image("luft-virtual 1.1.0\nxx")->version, "1.1.0");
}

TEST(FirmwareImage, IsNotTakenForAnotherOne) {
  const FirmwareImage image{.chip = "esp32c3", .version = "0.1.0"};
  EXPECT_EQ(mismatch(image, "esp32c3", "0.1.0"), "");
  EXPECT_THAT(mismatch(image, "esp32", "0.1.0"), HasSubstr("was built for esp32c3"));
  EXPECT_THAT(mismatch(image, "esp32c3", "1.2.0"), HasSubstr("version.txt"));
}

TEST(FirmwareImage, IsNothingElse) {
  EXPECT_FALSE(read_firmware_image(""));
  EXPECT_FALSE(read_firmware_image(std::string(79, '\xE9')));
  std::string bootloader = image_of(5, "1.2.0");
  bootloader[33] = 0;
  EXPECT_THAT(read_firmware_image(bootloader).error(), HasSubstr("is no firmware image"));
}

}  // namespace
}  // namespace luft::cli

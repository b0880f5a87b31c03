#include "firmware/core/kept_settings.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "contract/limits.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using Buffer = std::array<char, contract::kMaxMessageBytes + 64>;

contract::DeviceConfig some_config() {
  contract::DeviceConfig config;
  config.version = 12;
  config.of(Metric::humidity).interval_s = 300;
  config.window.quiet_from_min = 1'320;
  config.window.quiet_to_min = 400;
  return config;
}

TEST(KeptSettings, AreReadAsTheyWereWritten) {
  Buffer buffer;
  const auto text = write_kept_settings(some_config(), buffer);
  EXPECT_TRUE(text.starts_with("luft settings 1\n{\"version\":12,")) << text;
  EXPECT_EQ(read_kept_settings(text), some_config());
}

TEST(KeptSettings, OfALaterFormAreLeftAloneAndNamedAsSuch) {
  EXPECT_EQ(read_kept_settings("luft settings 2\n{\"version\":1}").error(),
            KeptError::of_newer_firmware);
}

TEST(KeptSettings, CutShortAtAnyByteAreDamagedAndNeverHalfTaken) {
  Buffer buffer;
  const std::string whole{write_kept_settings(some_config(), buffer)};
  for (std::size_t length = 1; length < whole.size(); ++length) {
    EXPECT_EQ(read_kept_settings(whole.substr(0, length)).error(), KeptError::damaged) << length;
  }
  EXPECT_EQ(read_kept_settings("").error(), KeptError::none_kept);
  EXPECT_EQ(read_kept_settings("luft settings 0\n{\"version\":1}").error(), KeptError::damaged);
  EXPECT_EQ(read_kept_settings("luft settings 1x\n{\"version\":1}").error(), KeptError::damaged);
}

TEST(KeptSettings, NeedRoomForTheLongest) {
  std::array<char, 100> small;
  EXPECT_TRUE(write_kept_settings(some_config(), small).empty());
}

}  // namespace
}  // namespace luft::firmware

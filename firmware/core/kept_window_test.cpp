#include "firmware/core/kept_window.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace luft::firmware {
namespace {

const Remembered kSome{.position_pct = 62.5, .from_pct = 12.5, .hold_s = 900, .moving = true};

bool is_unknown(const Remembered& state) {
  return state == Remembered{.moving = true};
}

TEST(KeptWindow, ReadsWhatItWrote) {
  EXPECT_EQ(read_kept_window(write_kept_window(kSome)), kSome);
  const Remembered closed;
  EXPECT_EQ(read_kept_window(write_kept_window(closed)), closed);
}

TEST(KeptWindow, ReadsTheFormOfVersionOne) {
  // 40 % open, 300 s of a hold left, at rest: little-endian, as an ESP32 kept it.
  const std::vector<std::uint8_t> kept{1, 0, 0,    0,    0,    0, 0, 0, 0, 0, 0, 0,
                                       0, 0, 0x44, 0x40, 0x2C, 1, 0, 0, 0, 0, 0, 0};
  const Remembered state = read_kept_window(std::as_bytes(std::span{kept}));
  EXPECT_EQ(state, (Remembered{.position_pct = 40, .from_pct = 40, .hold_s = 300}));
}

TEST(KeptWindow, IsUnknownWhereNothingOrNothingReadableIsKept) {
  EXPECT_TRUE(is_unknown(read_kept_window({})));
  const auto written = write_kept_window(kSome);
  EXPECT_TRUE(is_unknown(read_kept_window(std::span{written}.first(31)))) << "torn";
  std::vector<std::byte> longer(written.begin(), written.end());
  longer.push_back(std::byte{0});
  EXPECT_TRUE(is_unknown(read_kept_window(longer)));
  auto newer = written;
  newer[0] = std::byte{3};
  EXPECT_TRUE(is_unknown(read_kept_window(newer))) << "an update was rolled back";
  EXPECT_TRUE(is_unknown(read_kept_window(write_kept_window({.position_pct = 101}))));
  EXPECT_TRUE(is_unknown(read_kept_window(write_kept_window({.position_pct = std::nan("")}))));
  EXPECT_TRUE(is_unknown(read_kept_window(write_kept_window({.hold_s = 0xFFFFFFFF}))));
}

}  // namespace
}  // namespace luft::firmware

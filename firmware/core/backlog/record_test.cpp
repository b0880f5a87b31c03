#include "firmware/core/backlog/record.h"

#include <gtest/gtest.h>

namespace luft::firmware {
namespace {

using namespace record;

const Reading kReading{.seq = 4'000'000'000,
                       .up_ms = (std::uint64_t{1} << 40) - 1,
                       .centi_value = -1'234,
                       .metric = contract::Metric::rssi,
                       .clock = Clock::set};

TEST(Record, IsReadAsItWasWritten) {
  const Any all[] = {kReading,
                     Reading{.seq = 1, .up_ms = 2, .centi_value = 20'000'000},
                     BootMark{.boot = (std::uint64_t{1} << 53) - 1},
                     ClockMark{.start_unix_ms = -5},
                     ClockMark{.start_unix_ms = 1'790'000'000'000},
                     Release{.boot = 77, .through = 9},
                     SectorHeader{.sequence = 3, .erasures = 100'000}};
  for (const Any& any : all) EXPECT_EQ(read_record(write_record(any)), any);
}

TEST(Record, HasTheBytesThatTheFormatSays) {
  const Slot slot = write_record(Reading{.seq = 0x04030201,
                                         .up_ms = 0x0A09080706,
                                         .centi_value = 2'140,
                                         .metric = contract::Metric::humidity});
  // The checksum is as Python's binascii.crc_hqx(bytes, 0xFFFF) has it.
  const Slot expected{0x11, 1, 2, 3, 4, 6, 7, 8, 9, 10, 0x5C, 0x08, 0, 0, 0x63, 0x11};
  EXPECT_EQ(slot, expected);
}

TEST(Record, IsNotReadWithAnyBitWrong) {
  const Slot good = write_record(kReading);
  for (std::size_t bit = 0; bit < kSlotBytes * 8; ++bit) {
    Slot bad = good;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ 1U << bit % 8);
    EXPECT_FALSE(read_record(bad)) << bit;
  }
}

TEST(Record, IsNotReadFromBlankFlashOrZeros) {
  Slot slot;
  slot.fill(0xFF);
  EXPECT_TRUE(is_blank(slot));
  EXPECT_FALSE(read_record(slot));
  slot.fill(0);
  EXPECT_FALSE(is_blank(slot));
  EXPECT_FALSE(read_record(slot));
}

}  // namespace
}  // namespace luft::firmware

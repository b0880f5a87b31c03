#include "firmware/core/backlog/backlog.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "firmware/core/backlog/fake_flash.h"

namespace luft::firmware {
namespace {

using contract::ReadingRef;
using std::chrono::seconds;
using testing::FakeFlash;

HeldReading reading(std::uint64_t boot, std::uint64_t seq) {
  HeldReading result;
  result.ref = {.boot = boot, .seq = seq};
  result.value = 20 + static_cast<double>(seq % 100) / 100;
  result.taken = seconds{seq};
  result.metric = seq % 2 == 0 ? contract::Metric::humidity : contract::Metric::temperature;
  return result;
}

std::vector<contract::BatchEntry> front_of(const Backlog& backlog) {
  std::vector<contract::BatchEntry> entries;
  Backlog::Front front = backlog.front();
  while (const auto entry = front.next()) entries.push_back(*entry);
  return entries;
}

// All that is held, taken out front by front.
std::vector<ReadingRef> all_of(Backlog& backlog) {
  std::vector<ReadingRef> refs;
  while (backlog.size() > 0) {
    const std::uint64_t boot = backlog.oldest()->boot;
    for (const contract::BatchEntry& entry : front_of(backlog)) {
      EXPECT_EQ(entry.value, reading(boot, entry.seq).value);
      EXPECT_EQ(entry.up_ms, entry.seq * 1'000);
      refs.push_back({.boot = boot, .seq = entry.seq});
    }
    if (backlog.release(refs.back()) == 0) ADD_FAILURE() << "nothing was released";
  }
  return refs;
}

std::vector<ReadingRef> refs(std::uint64_t boot, std::uint64_t first, std::uint64_t last) {
  std::vector<ReadingRef> result;
  for (std::uint64_t seq = first; seq <= last; ++seq) result.push_back({.boot = boot, .seq = seq});
  return result;
}

TEST(Backlog, OfBlankFlashIsEmpty) {
  FakeFlash flash;
  const Backlog backlog(flash);
  EXPECT_EQ(backlog.size(), 0U);
  EXPECT_FALSE(backlog.oldest());
  EXPECT_EQ(flash.steps(), 0U) << "and looking writes nothing";
}

// Whoever hears a reading 0 named understands nothing of the message.
TEST(Backlog, NamesAReadingAsTheOldestWhateverByteRots) {
  FakeFlash flash;
  Backlog backlog(flash);
  for (std::uint64_t seq = 1; seq <= 5; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq)));
  for (std::uint8_t& byte : flash.bytes) {
    if (byte == 0xFF) continue;
    const std::uint8_t before = std::exchange(byte, static_cast<std::uint8_t>(~byte));
    ASSERT_TRUE(backlog.oldest());
    EXPECT_EQ(backlog.oldest()->boot, 7U);
    EXPECT_GE(backlog.oldest()->seq, 1U);
    byte = before;
  }
}

TEST(Backlog, KeepsReadingsInOrderOverAPowerCut) {
  FakeFlash flash;
  {
    Backlog backlog(flash);
    for (std::uint64_t seq = 1; seq <= 600; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq)));
    EXPECT_EQ(backlog.oldest(), (ReadingRef{.boot = 7, .seq = 1}));
  }
  Backlog backlog(flash);
  EXPECT_EQ(backlog.size(), 600U);
  EXPECT_EQ(all_of(backlog), refs(7, 1, 600));
}

TEST(Backlog, HandsOutOneBootAtATime) {
  FakeFlash flash;
  Backlog backlog(flash);
  for (std::uint64_t seq = 1; seq <= 5; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq)));
  for (std::uint64_t seq = 1; seq <= 3; ++seq) ASSERT_TRUE(backlog.add(reading(8, seq)));
  EXPECT_EQ(front_of(backlog).size(), 5U);
  EXPECT_EQ(backlog.release({.boot = 8, .seq = 2}), 0U) << "older ones come first";
  EXPECT_EQ(backlog.release({.boot = 7, .seq = 5}), 5U);
  EXPECT_EQ(backlog.oldest()->boot, 8U);
  EXPECT_EQ(front_of(backlog).size(), 3U);
}

TEST(Backlog, RemembersWhatWasReleased) {
  FakeFlash flash;
  {
    Backlog backlog(flash);
    for (std::uint64_t seq = 1; seq <= 300; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq)));
    EXPECT_EQ(backlog.release({.boot = 7, .seq = 260}), 260U);
  }
  Backlog backlog(flash);
  EXPECT_EQ(all_of(backlog), refs(7, 261, 300));
  const Backlog emptied(flash);
  EXPECT_EQ(emptied.size(), 0U);
}

TEST(Backlog, HoldsADayOfFiveMetricsAMinute) {
  FakeFlash flash;  // of 128 KB
  Backlog backlog(flash);
  constexpr std::uint64_t kDay = std::uint64_t{24} * 60 * 5;
  for (std::uint64_t seq = 1; seq <= kDay; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq)));
  EXPECT_EQ(backlog.counters().dropped_full, 0U);
  EXPECT_EQ(backlog.size(), kDay);
}

TEST(Backlog, GivesUpTheOldestWhenItIsFullAndCountsThem) {
  FakeFlash flash(4);
  Backlog backlog(flash);
  for (std::uint64_t seq = 1; seq <= 2'000; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq)));
  const std::uint64_t dropped = backlog.counters().dropped_full;
  EXPECT_EQ(backlog.size() + dropped, 2'000U);
  EXPECT_GE(backlog.size(), 3U * 250);
  Backlog again(flash);
  EXPECT_EQ(all_of(again), refs(7, dropped + 1, 2'000));
}

TEST(Backlog, WearsItsSectorsEvenly) {
  FakeFlash flash(8);
  Backlog backlog(flash);
  for (std::uint64_t seq = 1; seq <= 50'000; ++seq) {
    ASSERT_TRUE(backlog.add(reading(7, seq)));
    if (seq % 100 == 0) backlog.release({.boot = 7, .seq = seq});
  }
  const auto [least, most] = std::ranges::minmax(flash.erasures);
  EXPECT_LE(most - least, 1U);
  EXPECT_LE(most, 50'000U / 250 / 8 + 2) << "once in about 250 readings";
  EXPECT_EQ(Backlog(flash).ring().most_erasures_of_a_sector(), most) << "and remembers it";
}

TEST(Backlog, KeepsTheTimeOfAClock) {
  FakeFlash flash;
  Backlog backlog(flash);
  HeldReading timed = reading(7, 1);
  ASSERT_TRUE(backlog.add(timed));
  timed = reading(7, 2);
  timed.time_ms = 1'790'000'002'000;
  ASSERT_TRUE(backlog.add(timed));
  timed = reading(7, 3);
  timed.time_ms = 1'790'000'003'400;  // put right by 0.4 s
  ASSERT_TRUE(backlog.add(timed));
  timed = reading(7, 4);
  timed.time_ms = 1'790'000'094'000;
  ASSERT_TRUE(backlog.add(timed));
  const auto entries = front_of(Backlog(flash));
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_FALSE(entries[0].time_ms);
  EXPECT_EQ(entries[1].time_ms, 1'790'000'002'000U);
  EXPECT_EQ(entries[2].time_ms, 1'790'000'003'000U);
  EXPECT_EQ(entries[3].time_ms, 1'790'000'094'000U);
}

TEST(Backlog, DropsTheOldestForGood) {
  FakeFlash flash;
  Backlog backlog(flash);
  for (std::uint64_t seq = 1; seq <= 3; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq)));
  backlog.drop_oldest();
  EXPECT_EQ(backlog.oldest(), (ReadingRef{.boot = 7, .seq = 2}));
  EXPECT_EQ(Backlog(flash).oldest(), (ReadingRef{.boot = 7, .seq = 2}));
}

TEST(Backlog, GoesRoundWornSectors) {
  FakeFlash flash(6);
  flash.broken = {1, 2, 4};
  Backlog backlog(flash);
  for (std::uint64_t seq = 1; seq <= 2'000; ++seq) ASSERT_TRUE(backlog.add(reading(7, seq))) << seq;
  const std::uint64_t dropped = backlog.counters().dropped_full;
  Backlog again(flash);
  EXPECT_EQ(all_of(again), refs(7, dropped + 1, 2'000));
}

TEST(Backlog, SaysNoWhenTheFlashTakesNothing) {
  FakeFlash flash(4);
  Backlog backlog(flash);
  ASSERT_TRUE(backlog.add(reading(7, 1)));
  flash.broken = {0, 1, 2, 3};
  EXPECT_FALSE(backlog.add(reading(7, 2)));
  EXPECT_EQ(backlog.counters().refused, 1U);
  flash.broken.clear();
  EXPECT_TRUE(backlog.add(reading(7, 2)));
}

TEST(Backlog, StartsEmptyOnWhatIsNoBacklog) {
  FakeFlash flash(4);
  std::minstd_rand random(3);
  for (std::uint8_t& byte : flash.bytes) byte = static_cast<std::uint8_t>(random());
  Backlog backlog(flash);
  EXPECT_EQ(backlog.size(), 0U);
  ASSERT_TRUE(backlog.add(reading(7, 1)));
  EXPECT_EQ(Backlog(flash).size(), 1U);
}

}  // namespace
}  // namespace luft::firmware

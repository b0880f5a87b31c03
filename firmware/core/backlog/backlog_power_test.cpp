// The power goes at every single byte that a life of adding, releasing and overflowing writes;
// after each cut the flash is read again, and must say what it promised. (After LevelDB's
// fault_injection_test and SQLite's test6.c.)
#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "firmware/core/backlog/backlog.h"
#include "firmware/core/backlog/fake_flash.h"

namespace luft::firmware {
namespace {

using contract::ReadingRef;
using testing::FakeFlash;

HeldReading reading(const ReadingRef& ref) {
  HeldReading result;
  result.ref = ref;
  result.value = static_cast<double>(ref.seq % 500) / 100;
  result.taken = Uptime{ref.seq * 10};
  result.metric = contract::Metric::temperature;
  return result;
}

// One life: three boots, a few hundred readings each, releases now and then. Knows what the flash
// said yes to.
struct Life {
  std::deque<ReadingRef> promised;  // added, and neither released nor dropped for room
  std::vector<ReadingRef> given;    // all that was ever handed over

  void live(FakeFlash& flash) {
    for (std::uint64_t boot = 1; boot <= 3 && flash.powered; ++boot) {
      Backlog backlog(flash);
      for (std::uint64_t seq = 1; seq <= 300 && flash.powered; ++seq) add(backlog, {boot, seq});
    }
  }

 private:
  void add(Backlog& backlog, const ReadingRef& ref) {
    given.push_back(ref);
    const auto dropped_before = backlog.counters().dropped_full;
    const bool added = backlog.add(reading(ref));
    for (auto i = dropped_before; i < backlog.counters().dropped_full; ++i) promised.pop_front();
    if (added) promised.push_back(ref);
    if (ref.seq % 40 != 0 || promised.size() < 20) return;
    const ReadingRef through = promised[9];
    while (!promised.empty() && promised.front().boot == through.boot &&
           promised.front().seq <= through.seq) {
      promised.pop_front();
    }
    backlog.release(through);
  }
};

std::vector<ReadingRef> found_on(FakeFlash& flash) {
  Backlog backlog(flash);
  std::vector<ReadingRef> found;
  while (backlog.size() > 0) {
    const std::size_t before = found.size();
    const std::uint64_t boot = backlog.oldest()->boot;
    Backlog::Front front = backlog.front();
    while (const auto entry = front.next()) {
      const ReadingRef ref{.boot = boot, .seq = entry->seq};
      EXPECT_EQ(entry->value, reading(ref).value);
      EXPECT_EQ(entry->up_ms, ref.seq * 10);
      found.push_back(ref);
    }
    if (found.size() == before) break;
    backlog.release(found.back());
  }
  return found;
}

bool before(const ReadingRef& a, const ReadingRef& b) {
  return std::pair(a.boot, a.seq) < std::pair(b.boot, b.seq);
}

std::size_t steps_of_a_life() {
  FakeFlash flash(3);
  Life().live(flash);
  return flash.steps();
}

// 3 sectors of 255 records, 900 readings: they overflow.
TEST(BacklogPower, MayGoAtAnyByteAndNothingPromisedIsLost) {
  const std::size_t steps = steps_of_a_life();
  ASSERT_GT(steps, 14'000U);
  for (std::size_t cut = 0; cut < steps; cut += 7) {
    FakeFlash flash(3);
    flash.cut_power_after(cut);
    Life life;
    life.live(flash);
    flash.give_power();
    const auto found = found_on(flash);
    ASSERT_TRUE(std::ranges::is_sorted(found, before)) << "cut after " << cut;
    ASSERT_TRUE(std::ranges::adjacent_find(found) == found.end()) << "cut after " << cut;
    ASSERT_TRUE(std::ranges::includes(found, life.promised, before)) << "cut after " << cut;
    ASSERT_TRUE(std::ranges::includes(life.given, found, before)) << "cut after " << cut;
  }
}

// The power goes again and again: each life begins on what the last one left, half-written marks,
// half-erased sectors and all.
TEST(BacklogPower, MayGoAgainBeforeTheLastCutIsMended) {
  FakeFlash flash(3);
  std::minstd_rand random(11);
  std::vector<ReadingRef> promised;
  for (std::uint64_t boot = 1; boot <= 400; ++boot) {
    flash.cut_power_after(random() % 2'500);
    Backlog backlog(flash);
    std::uint64_t dropped = 0;
    for (std::uint64_t seq = 1; flash.powered; ++seq) {
      const bool added = backlog.add(reading({boot, seq}));
      dropped = backlog.counters().dropped_full;
      if (added) promised.push_back({boot, seq});
    }
    promised.erase(promised.begin(), promised.begin() + static_cast<std::ptrdiff_t>(dropped));
    flash.give_power();
    FakeFlash copy = flash;
    const auto found = found_on(copy);
    ASSERT_TRUE(std::ranges::is_sorted(found, before)) << boot;
    ASSERT_TRUE(std::ranges::includes(found, promised, before)) << boot;
    promised = found;  // with what was written though nobody was told, or not erased after all
  }
}

}  // namespace
}  // namespace luft::firmware

// The outbox with a flash partition behind it: what goes there, and how it comes back.
#include <gtest/gtest.h>

#include "firmware/core/backlog/backlog.h"
#include "firmware/core/backlog/fake_flash.h"
#include "firmware/core/fake_ports.h"
#include "firmware/core/outbox.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using contract::TopicKind;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class OutboxWithFlash : public ::testing::Test {
 protected:
  OutboxWithFlash() { start(7); }

  // A new life on the same flash.
  void start(std::uint64_t boot) {
    boot_ = boot;
    now_ = {};
    outbox_.reset();
    ports_.emplace(64);
    backlog_.emplace(flash_);
    Ports ports = ports_->all();
    ports.backlog = &*backlog_;
    outbox_.emplace(OutboxSettings{}, *contract::parse_device_id("kitchen"), boot, ports, 1);
  }
  // One reading every ten seconds, ticks ten times a second.
  void live_for(Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += milliseconds{100}) {
      if (now_ % seconds{10} == Uptime{}) outbox_->add(Metric::temperature, 20.5, now_);
      outbox_->on_tick(now_);
    }
  }
  void tick_for(Uptime time) {
    for (const Uptime end = now_ + time; now_ < end; now_ += milliseconds{100}) {
      outbox_->on_tick(now_);
    }
  }
  void receipt(std::uint64_t boot, std::uint64_t through) {
    outbox_->on_receipt({.boot = boot, .through = through, .seen = through}, now_);
  }
  contract::Batch batch(std::size_t index) const {
    contract::Batch result;
    const auto payloads = ports_->sink.payloads(TopicKind::batch);
    EXPECT_LT(index, payloads.size());
    EXPECT_TRUE(contract::parse_batch(payloads.at(index), result));
    return result;
  }

  testing::FakeFlash flash_;
  std::optional<testing::FakePorts> ports_;
  std::optional<Backlog> backlog_;
  std::optional<Outbox> outbox_;
  std::uint64_t boot_ = 0;
  Uptime now_{};
};

TEST_F(OutboxWithFlash, WritesNothingWhileReceiptsCome) {
  outbox_->on_connected(now_);
  for (int i = 1; i <= 30; ++i) {
    live_for(seconds{20});
    receipt(7, outbox_->newest_seq());
  }
  EXPECT_EQ(flash_.steps(), 0U);
}

TEST_F(OutboxWithFlash, SpillsWhatIsUnreceiptedForAMinute) {
  live_for(minutes{5});
  EXPECT_EQ(outbox_->held(), 30U);
  EXPECT_GE(backlog_->size(), 23U);
  EXPECT_EQ(outbox_->counters().spilled, backlog_->size());
  EXPECT_EQ(outbox_->counters().dropped_full, 0U);
}

TEST_F(OutboxWithFlash, SpillsRatherThanDropWhenTheRamIsFull) {
  for (int i = 0; i < 200; ++i) outbox_->add(Metric::temperature, 20, now_);
  EXPECT_EQ(outbox_->held(), 200U);
  EXPECT_EQ(outbox_->counters().dropped_full, 0U);
}

TEST_F(OutboxWithFlash, SendsTheBacklogInOrderWithLiveReadingsBetween) {
  live_for(minutes{40});
  ASSERT_EQ(outbox_->held(), 240U);
  outbox_->on_connected(now_);
  std::uint64_t through = 0;
  for (int i = 0; i < 3; ++i) {
    live_for(seconds{11});
    const auto sent = batch(static_cast<std::size_t>(i));
    EXPECT_EQ(sent.readings().front().seq, through + 1);
    EXPECT_EQ(sent.oldest, (contract::ReadingRef{7, through + 1}));
    through = sent.readings().back().seq;
    receipt(7, through);
  }
  EXPECT_GE(ports_->sink.count(TopicKind::reading), 3U) << "live ones did not wait";
}

// A chip lends 4 KB where the host has 8: a batch holds fewer, and none is lost.
TEST_F(OutboxWithFlash, SendsADayOfReadingsThroughTheLeastRoomThatMayBeLent) {
  ports_->scratch.text = std::span{ports_->scratch_bytes}.first(Scratch::kLeastBytes);
  for (int i = 0; i < 4'000; ++i) {
    outbox_->add(Metric::temperature, 20.5, now_);
    outbox_->on_tick(now_);
    now_ += seconds{15};
  }
  ASSERT_EQ(outbox_->held(), 4'000U);
  outbox_->on_connected(now_);
  std::uint64_t through = 0;
  for (std::size_t i = 0; outbox_->held() > 0 && i < 100; ++i) {
    tick_for(seconds{3});
    const auto sent = batch(i);
    ASSERT_EQ(sent.readings().front().seq, through + 1);
    through = sent.readings().back().seq;
    EXPECT_TRUE(sent.readings().size() >= 50 || through == 4'000) << sent.readings().size();
    receipt(7, through);
  }
  EXPECT_EQ(through, 4'000U);
  EXPECT_EQ(outbox_->held(), 0U);
}

TEST_F(OutboxWithFlash, CarriesReadingsOverAPowerCut) {
  live_for(minutes{10});
  const std::size_t on_flash = backlog_->size();
  start(8);
  EXPECT_EQ(outbox_->held(), on_flash);
  outbox_->on_connected(now_);
  live_for(seconds{12});
  const auto sent = batch(0);
  EXPECT_EQ(sent.boot, 7U);
  EXPECT_EQ(sent.readings().size(), on_flash);
  const auto live =
      contract::parse_reading(Metric::temperature, ports_->sink.payloads(TopicKind::reading).at(0));
  EXPECT_EQ(live->identity->ref.boot, 8U);
  EXPECT_EQ(live->identity->oldest, (contract::ReadingRef{7, 1}));
  receipt(7, on_flash);
  EXPECT_LE(outbox_->held(), 2U) << "only those of this boot";
}

// The hub would take a boot that it meets later for a later one, and give this one's up.
TEST_F(OutboxWithFlash, LetsEarlierBootsSpeakBeforeThisOne) {
  live_for(minutes{3});
  start(8);
  live_for(minutes{3});
  start(9);
  outbox_->on_connected(now_);
  live_for(seconds{12});
  EXPECT_EQ(ports_->sink.count(TopicKind::reading), 0U);
  EXPECT_EQ(batch(0).boot, 7U);
  receipt(7, 18);
  live_for(seconds{12});
  EXPECT_EQ(batch(1).boot, 8U);
  EXPECT_EQ(batch(1).oldest.boot, 8U);
  EXPECT_GE(ports_->sink.count(TopicKind::reading), 1U) << "the hub has met all of them now";
}

TEST_F(OutboxWithFlash, SendsAnUnansweredBatchAgainLaterAndLater) {
  live_for(minutes{10});
  outbox_->on_connected(now_);
  tick_for(minutes{20});
  const std::size_t sent = ports_->sink.count(TopicKind::batch);
  EXPECT_GE(sent, 4U);
  EXPECT_LE(sent, 7U);
}

TEST_F(OutboxWithFlash, GivesUpAReadingThatTheHubPassedOverFiveTimes) {
  live_for(minutes{5});
  const std::size_t held = outbox_->held();
  outbox_->on_connected(now_);
  for (int i = 0; i < 7; ++i) {
    tick_for(minutes{12});
    outbox_->on_receipt({.boot = 7, .through = 0, .seen = 20}, now_);
  }
  EXPECT_EQ(outbox_->counters().dropped_stuck, 1U);
  EXPECT_EQ(outbox_->held(), held - 1);
}

TEST_F(OutboxWithFlash, LosesNothingByARestartThatIsKnownBefore) {
  live_for(seconds{50});
  outbox_->spill_all(now_);
  EXPECT_EQ(ports_->readings.size(), 0U);
  start(8);
  EXPECT_EQ(outbox_->held(), 5U);
  outbox_->on_connected(now_);
  tick_for(seconds{3});
  EXPECT_EQ(batch(0).readings().size(), 5U);
  EXPECT_EQ(batch(0).boot, 7U);
}

TEST_F(OutboxWithFlash, GoesOnInRamWhenTheFlashIsBroken) {
  for (std::size_t i = 0; i < 32; ++i) flash_.broken.insert(i);
  live_for(minutes{20});
  EXPECT_EQ(outbox_->held(), 64U);
  EXPECT_EQ(outbox_->counters().dropped_full, 120U - 64U);
  EXPECT_LE(backlog_->ring().erasures(), 20U) << "and is not tried all the time";
}

}  // namespace
}  // namespace luft::firmware

#include "firmware/core/outbox.h"

#include <gtest/gtest.h>

#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using contract::TopicKind;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint64_t kBoot = 7;

contract::Batch parsed_batch(const std::string& payload) {
  contract::Batch batch;
  EXPECT_TRUE(contract::parse_batch(payload, batch));
  return batch;
}

std::vector<std::uint64_t> seqs(const std::string& payload) {
  std::vector<std::uint64_t> result;
  const contract::Batch batch = parsed_batch(payload);
  for (const auto& entry : batch.readings()) result.push_back(entry.seq);
  return result;
}

class OutboxTest : public ::testing::Test {
 protected:
  explicit OutboxTest(std::size_t capacity = 256)
      : ports_(capacity),
        outbox_({}, *contract::parse_device_id("kitchen"), kBoot, ports_.all(), 1) {}

  void add(int count, Uptime now) {
    for (int i = 0; i < count; ++i) outbox_.add(Metric::temperature, 20.0 + i * 0.01, now);
  }
  void receipt(std::uint64_t through, std::uint64_t seen, Uptime now) {
    outbox_.on_receipt({.boot = kBoot, .through = through, .seen = seen}, now);
  }
  // Ticks ten times a second, as devices do.
  void tick_until(Uptime end) {
    for (; now_ <= end; now_ += milliseconds{100}) outbox_.on_tick(now_);
  }
  std::vector<std::string> batches() const { return ports_.sink.payloads(TopicKind::batch); }
  std::vector<std::string> live() const { return ports_.sink.payloads(TopicKind::reading); }

  testing::FakePorts ports_;
  Outbox outbox_;
  Uptime now_{};
};

TEST_F(OutboxTest, SendsAReadingLiveOnItsSensorTopicWithItsIdentity) {
  outbox_.on_connected(seconds{1});
  outbox_.add(Metric::humidity, 45.5, seconds{2});
  ASSERT_EQ(ports_.sink.said.size(), 1U);
  EXPECT_EQ(contract::topic_name(ports_.sink.said[0].topic).view(), "sensor/kitchen/humidity");
  const auto reading = contract::parse_reading(Metric::humidity, ports_.sink.said[0].payload);
  ASSERT_TRUE(reading && reading->identity);
  EXPECT_EQ(reading->value, 45.5);
  EXPECT_EQ(reading->identity->ref, (contract::ReadingRef{kBoot, 1}));
  EXPECT_EQ(reading->identity->oldest, (contract::ReadingRef{kBoot, 1}));
  EXPECT_EQ(reading->identity->up_ms, 2'000U);
}

TEST_F(OutboxTest, KeepsAReadingUntilAReceiptsThroughCoversIt) {
  outbox_.on_connected(seconds{0});
  add(3, seconds{1});
  receipt(0, 3, seconds{2});
  EXPECT_EQ(outbox_.held(), 3U);
  receipt(2, 3, seconds{3});
  EXPECT_EQ(outbox_.held(), 1U);
  receipt(3, 3, seconds{4});
  EXPECT_EQ(outbox_.held(), 0U);
  EXPECT_EQ(outbox_.counters().receipted, 3U);
}

TEST(OutboxOfARecording, BelievesAReceiptOfWhatAnEarlierRunHasBrought) {
  testing::FakePorts ports;
  Outbox outbox({.receipts_ahead = ReceiptsAhead::believed}, *contract::parse_device_id("kitchen"),
                kBoot, ports.all(), 1);
  outbox.on_connected({});
  const auto add = [&](int count) {
    for (int i = 0; i < count; ++i) {
      outbox.add(Metric::temperature, 20, seconds{1}, 1'000, FirstSend::batched);
    }
  };
  add(150);
  outbox.on_tick(seconds{3});  // the first hundred
  outbox.on_receipt({.boot = kBoot, .through = 400, .seen = 400}, seconds{4});
  EXPECT_EQ(outbox.held(), 0U);
  EXPECT_EQ(outbox.counters().never_sent, 50U);
  add(250);
  outbox.on_tick(seconds{5});
  EXPECT_EQ(outbox.held(), 0U);
  EXPECT_EQ(outbox.counters().receipted, 400U);
  EXPECT_EQ(ports.sink.payloads(TopicKind::batch).size(), 1U);
  add(1);
  outbox.on_tick(seconds{6});
  EXPECT_EQ(seqs(ports.sink.payloads(TopicKind::batch).back()), std::vector<std::uint64_t>{401});
}

TEST_F(OutboxTest, IgnoresAReceiptOfAnotherBootAndOneOfReadingsNeverTaken) {
  outbox_.on_connected(seconds{0});
  add(2, seconds{1});
  outbox_.on_receipt({.boot = kBoot + 1, .through = 2, .seen = 2}, seconds{2});
  receipt(99, 99, seconds{2});
  EXPECT_EQ(outbox_.held(), 2U);
}

TEST_F(OutboxTest, ResendsOnlyAsBatchAfterThirtySeconds) {
  outbox_.on_connected(seconds{0});
  add(3, seconds{0});
  tick_until(milliseconds{29'900});
  EXPECT_TRUE(batches().empty());
  tick_until(seconds{40});
  ASSERT_EQ(batches().size(), 1U);
  EXPECT_EQ(seqs(batches()[0]), (std::vector<std::uint64_t>{1, 2, 3}));
  EXPECT_EQ(live().size(), 3U);
  EXPECT_EQ(outbox_.counters().resent, 3U);
}

TEST_F(OutboxTest, DoublesTheTimeBetweenResendsUpToTenMinutes) {
  outbox_.on_connected(seconds{0});
  add(1, seconds{0});
  std::vector<Uptime> sent_at;
  for (; now_ < std::chrono::hours{2}; now_ += milliseconds{100}) {
    const auto before = batches().size();
    outbox_.on_tick(now_);
    if (batches().size() > before) sent_at.push_back(now_);
  }
  ASSERT_GE(sent_at.size(), 10U);
  Uptime expected = seconds{30};
  Uptime previous{};
  for (const Uptime at : sent_at) {
    EXPECT_GE(at - previous, expected);
    EXPECT_LE(at - previous, expected * 5 / 4 + milliseconds{200});
    expected = std::min<Uptime>(expected * 2, minutes{10});
    previous = at;
  }
}

TEST_F(OutboxTest, KeepsOnlyOneUnreceiptedBatchInFlight) {
  add(250, seconds{0});
  outbox_.on_connected(seconds{0});
  tick_until(seconds{20});
  ASSERT_EQ(batches().size(), 1U);
  receipt(seqs(batches()[0]).back(), 250, now_);
  tick_until(seconds{21});
  ASSERT_EQ(batches().size(), 2U);
  EXPECT_EQ(seqs(batches()[1]).front(), seqs(batches()[0]).back() + 1);
}

TEST_F(OutboxTest, SendsEverythingUnreceiptedSoonAfterAReconnect) {
  outbox_.on_connected(seconds{0});
  add(2, seconds{1});
  outbox_.on_disconnected();
  add(2, seconds{2});
  outbox_.on_connected(seconds{3});
  now_ = seconds{3};
  tick_until(seconds{6});
  ASSERT_EQ(batches().size(), 1U);
  EXPECT_EQ(seqs(batches()[0]), (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST_F(OutboxTest, SendsEverythingUnreceiptedSoonAfterTheHubIsBack) {
  outbox_.on_connected(seconds{0});
  add(2, seconds{1});
  outbox_.on_hub_back(seconds{5});
  now_ = seconds{5};
  tick_until(seconds{8});
  EXPECT_EQ(batches().size(), 1U);
}

TEST_F(OutboxTest, LetsLiveReadingsPassWhileABacklogTravels) {
  add(150, seconds{0});
  outbox_.on_connected(seconds{1});
  tick_until(seconds{5});
  outbox_.add(Metric::temperature, 21, seconds{5});
  ASSERT_EQ(live().size(), 1U);
  const auto reading = contract::parse_reading(Metric::temperature, live()[0]);
  EXPECT_EQ(reading->identity->oldest, (contract::ReadingRef{kBoot, 1}));
}

TEST_F(OutboxTest, SendsAReadingTheLinkDidNotTakeWithTheNextBatch) {
  outbox_.on_connected(seconds{0});
  now_ = seconds{5};
  ports_.sink.takes = false;
  add(1, seconds{5});
  tick_until(seconds{6});
  EXPECT_TRUE(ports_.sink.said.empty());
  ports_.sink.takes = true;
  tick_until(milliseconds{6'200});
  EXPECT_EQ(batches().size(), 1U);
}

TEST_F(OutboxTest, DoesNotMakeUnsentReadingsWaitBehindOnesThatAwaitTheirReceipt) {
  outbox_.on_connected(seconds{0});
  now_ = seconds{5};
  add(1, seconds{5});
  ports_.sink.takes = false;
  add(1, seconds{5});
  ports_.sink.takes = true;
  tick_until(seconds{6});
  ASSERT_EQ(batches().size(), 1U);
  EXPECT_EQ(seqs(batches()[0]), (std::vector<std::uint64_t>{2}));
}

TEST_F(OutboxTest, GivesUpAReadingThatTheHubPassedOverFiveTimes) {
  outbox_.on_connected(seconds{0});
  add(3, seconds{0});
  std::size_t answered = 0;
  for (; outbox_.held() == 3 && now_ < std::chrono::hours{2}; now_ += milliseconds{100}) {
    outbox_.on_tick(now_);
    if (answered < 1 + batches().size()) {
      ++answered;
      receipt(0, 3, now_ + milliseconds{50});  // it has 2 and 3, never 1
    }
  }
  EXPECT_EQ(outbox_.counters().dropped_stuck, 1U);
  EXPECT_EQ(outbox_.held(), 2U);
  ASSERT_EQ(batches().size(), 5U) << "the live send and four batches, then one without it";
  EXPECT_EQ(seqs(batches()[3]), (std::vector<std::uint64_t>{1, 2, 3}));
  EXPECT_EQ(seqs(batches()[4]), (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(parsed_batch(batches()[4]).oldest, (contract::ReadingRef{kBoot, 2}));
}

TEST_F(OutboxTest, DoesNotCountSendsThatTheLinkRefused) {
  outbox_.on_connected(seconds{0});
  add(3, seconds{0});
  receipt(0, 3, seconds{1});
  ports_.sink.takes = false;
  tick_until(minutes{10});
  EXPECT_EQ(outbox_.held(), 3U);
}

TEST_F(OutboxTest, NeverGivesUpAReadingBecauseTheHubWasAway) {
  outbox_.on_connected(seconds{0});
  add(1, seconds{0});
  add(2, seconds{1});
  receipt(0, 3, seconds{2});  // the last word of the hub: it missed the first
  tick_until(std::chrono::hours{6});
  EXPECT_EQ(outbox_.held(), 3U);
  EXPECT_EQ(outbox_.counters().dropped_stuck, 0U);
}

TEST_F(OutboxTest, CarriesTheTimeOfASynchronisedClock) {
  outbox_.on_connected(seconds{0});
  outbox_.add(Metric::temperature, 20, seconds{1}, 1'700'000'000'123U, FirstSend::batched);
  EXPECT_TRUE(live().empty());
  now_ = seconds{3};
  tick_until(seconds{3});
  ASSERT_EQ(batches().size(), 1U);
  EXPECT_EQ(parsed_batch(batches()[0]).readings()[0].time_ms, 1'700'000'000'123U);
}

class FullOutboxTest : public OutboxTest {
 protected:
  FullOutboxTest() : OutboxTest(10) {}
};

TEST_F(FullOutboxTest, DropsTheOldestCountsItAndSaysWhatItStillHolds) {
  add(13, seconds{0});
  EXPECT_EQ(outbox_.held(), 10U);
  EXPECT_EQ(outbox_.counters().dropped_full, 3U);
  outbox_.on_connected(seconds{1});
  tick_until(seconds{4});
  ASSERT_EQ(batches().size(), 1U);
  EXPECT_EQ(parsed_batch(batches()[0]).oldest, (contract::ReadingRef{kBoot, 4}));
  EXPECT_EQ(seqs(batches()[0]).front(), 4U);
}

TEST(OutboxOfAnEarlierBoot, SendsEarlierReadingsFirstAndApart) {
  testing::FakePorts ports;
  for (std::uint64_t seq = 41; seq <= 42; ++seq) {
    HeldReading old;
    old.ref = {.boot = kBoot - 1, .seq = seq};
    old.value = 19;
    old.taken = seconds{500 + seq};
    ports.readings.push_back(old);
  }
  Outbox outbox({}, *contract::parse_device_id("kitchen"), kBoot, ports.all(), 1);
  outbox.add(Metric::temperature, 20, seconds{1});
  outbox.on_connected(seconds{2});
  for (Uptime now = seconds{2}; now < seconds{6}; now += milliseconds{100}) outbox.on_tick(now);
  auto batches = ports.sink.payloads(TopicKind::batch);
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(parsed_batch(batches[0]).boot, kBoot - 1);
  EXPECT_EQ(seqs(batches[0]), (std::vector<std::uint64_t>{41, 42}));
  EXPECT_EQ(parsed_batch(batches[0]).now_ms, 542'000U) << "never before its readings";
  outbox.on_receipt({.boot = kBoot - 1, .through = 42, .seen = 42}, seconds{6});
  outbox.on_tick(seconds{7});
  batches = ports.sink.payloads(TopicKind::batch);
  ASSERT_EQ(batches.size(), 2U);
  EXPECT_EQ(parsed_batch(batches[1]).boot, kBoot);
}

}  // namespace
}  // namespace luft::firmware

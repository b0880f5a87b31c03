// The database is away for an hour of simulated time, longer than the journal has room: intake and
// journal, with the time handed in. What has a receipt stays, what has none waits at its device,
// and afterwards every reading is stored once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "contract/batch.h"
#include "hub/intake/intake.h"
#include "hub/journal/journal.h"
#include "hub/testing/fault_disk.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using hub::Admission;
using hub::Journal;
using hub::JournalReader;
using hub::Moment;

constexpr const char* kPath = "/hub.sqlite";
constexpr std::uint64_t kBoot = 5'242'881;
constexpr std::uint64_t kJournalBound = 200'000;
constexpr auto kSampleEvery = 10s;
constexpr auto kSendAgainAfter = 30s;

// Keeps each reading until a receipt covers it.
struct Device {
  contract::DeviceId id;
  std::uint64_t sampled = 0;
  std::map<std::uint64_t, std::uint64_t> held;  // seq -> uptime when sampled
  Moment sent_again;
};

class AwayTest : public ::testing::Test {
 protected:
  AwayTest() {
    for (int i = 0; i < 20; ++i) {
      devices.push_back({.id = contract::DeviceId::cut("room-" + std::to_string(i)),
                         .sampled = 0,
                         .held = {},
                         .sent_again = now});
    }
  }

  // One second: devices speak, the journal commits, receipts go out, the store may insert.
  void step(bool database_is_there) {
    now = now + 1s;
    up_ms += 1'000;
    for (std::size_t i = 0; i < devices.size(); ++i) {
      if ((up_ms / 1'000 + i) % kSampleEvery.count() == 0 && sampling) sample(devices[i]);
      if (now.steady - devices[i].sent_again.steady >= kSendAgainAfter) send_again(devices[i]);
    }
    intake.tick(now, outcome);
    commit();
    if (database_is_there) store();
  }

  void say(const std::string& topic, std::string_view payload) {
    intake.take({.topic = contract::parse_topic(topic),
                 .unknown_topic = {},
                 .payload = std::string{payload},
                 .retained = contract::Retain::no,
                 .received = now},
                full ? Admission::closed : Admission::open, outcome);
  }

  void sample(Device& device) {
    device.held.emplace(++device.sampled, up_ms);
    say(fmt::format("sensor/{}/temperature", device.id.view()),
        fmt::format(
            R"({{"value":21,"boot":{0},"seq":{1},"up_ms":{2},"now_ms":{2},"oldest":[{0},{3}]}})",
            kBoot, device.sampled, up_ms, device.held.begin()->first));
  }

  void send_again(Device& device) {
    device.sent_again = now;
    if (device.held.empty()) return;
    contract::Batch batch;
    batch.boot = kBoot;
    batch.now_ms = up_ms;
    batch.oldest = {.boot = kBoot, .seq = device.held.begin()->first};
    for (const auto& [seq, sampled_at] : device.held) {
      if (batch.entry_count == contract::kMaxReadingsPerBatch) break;
      batch.entries[batch.entry_count++] = {.seq = seq,
                                            .metric = contract::Metric::temperature,
                                            .up_ms = sampled_at,
                                            .value = 21,
                                            .time_ms = {}};
    }
    std::array<char, contract::kMaxBatchBytes> buffer;
    say(fmt::format("sensor/{}/batch", device.id.view()),
        contract::write_batch(batch, buffer).payload);
  }

  // As the journal's thread does it.
  void commit() {
    intake.complete(now, outcome);
    const auto done = journal->commit({&outcome.journal, 1});
    ASSERT_TRUE(done) << done.error();
    for (const hub::ReceiptOwed& owed : outcome.journal.receipts) {
      auto& held = device_named(owed.id).held;
      held.erase(held.begin(), held.upper_bound(owed.receipt.through));
    }
    outcome = {};
    const std::uint64_t bytes = journal->backlog().bytes;
    full = bytes >= (full ? kJournalBound * 9 / 10 : kJournalBound);
    was_full = was_full || full;
    most_bytes = std::max(most_bytes, bytes);
  }

  void store() {
    const auto range = journal->next_range();
    ASSERT_TRUE(range) << range.error();
    if (!*range) return;
    hub::Rows rows;
    ASSERT_TRUE(reader->read(**range, rows));
    ASSERT_TRUE(tokens.insert((*range)->token).second);
    for (const auto& [device, readings] : rows.reading_counts()) stored[device] += readings;
    ASSERT_TRUE(journal->release(**range, rows.reading_counts()));
  }

  [[nodiscard]] Device& device_named(const contract::DeviceId& id) {
    return *std::ranges::find(devices, id, &Device::id);
  }
  [[nodiscard]] std::size_t held() const {
    std::size_t all = 0;
    for (const Device& device : devices) all += device.held.size();
    return all;
  }

  hub::testing::FaultDisk disk;
  std::unique_ptr<Journal> journal = std::make_unique<Journal>(Journal::open(kPath).value());
  std::unique_ptr<JournalReader> reader =
      std::make_unique<JournalReader>(JournalReader::open(kPath).value());
  runtime::Settings settings;
  hub::Intake intake{settings,
                     runtime::UuidMaker{[n = std::uint64_t{0}]() mutable { return ++n; }}};
  hub::Outcome outcome;
  Moment now{.wall = hub::SystemTime{1'800'000'000'000ms}, .steady = hub::SteadyTime{1h}};
  std::uint64_t up_ms = 0;
  std::vector<Device> devices;
  bool sampling = true;
  bool full = false;
  bool was_full = false;
  std::uint64_t most_bytes = 0;
  std::set<std::string> tokens;
  std::map<hub::DeviceNumber, std::uint64_t> stored;
};

TEST_F(AwayTest, AnHourWithoutTheDatabaseLosesNothingThoughTheJournalIsFull) {
  for (int second = 0; second < 60; ++second) step(true);
  EXPECT_FALSE(was_full);
  for (int second = 0; second < 3'600; ++second) {
    step(false);
    if (HasFatalFailure()) return;
  }
  EXPECT_TRUE(full);
  EXPECT_GT(held(), 1'000U);  // they wait where they were sampled
  EXPECT_LT(most_bytes, 2 * kJournalBound);
  for (int second = 0; second < 600; ++second) step(true);
  sampling = false;
  for (int second = 0; second < 600 && held() > 0; ++second) step(true);
  step(true);
  EXPECT_EQ(held(), 0U);
  for (const hub::Device& device : intake.registry().all()) {
    if (device.number == hub::kUnknownDevice) continue;
    const Device& same = device_named(device.id);
    EXPECT_EQ(stored[device.number], same.sampled) << device.id.view();
    EXPECT_EQ(device.counts.lost, 0U);
  }
  EXPECT_EQ(journal->backlog().readings, 0U);
}

}  // namespace
}  // namespace luft::tests

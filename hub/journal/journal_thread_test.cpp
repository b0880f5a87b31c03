// The journal's thread over a disk that fails: no receipt without safety, a bound on what waits,
// and work goes on by itself afterwards.
#include "hub/journal/journal_thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "hub/testing/fault_disk.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using testing::FaultDisk;
using ::testing::HasSubstr;

constexpr const char* kPath = "/hub.sqlite";
constexpr std::size_t kChannel = 64;

// Only for what another thread does.
bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

class JournalThreadTest : public ::testing::Test {
 protected:
  void TearDown() override { stop(); }

  void start(std::uint64_t max_bytes = std::uint64_t{1} << 30) {
    auto journal = Journal::open(kPath);
    ASSERT_TRUE(journal) << journal.error();
    work = std::make_unique<runtime::Channel<JournalBatch>>(kChannel);
    thread = std::make_unique<JournalThread>(
        *std::move(journal), max_bytes,
        JournalThread::Wiring{
            .work = *work,
            .questions = questions,
            .ranges = ranges,
            .intake = intake,
            .send = [this](const ReceiptOwed& owed) { receipted = owed.receipt.through; },
            .health = health,
            .clock = clock,
            .durable = durable,
            .log = runtime::Log{"test", {.level = runtime::LogLevel::off}}});
    thread->start();
  }
  void stop() {
    if (!thread) return;
    work->close();
    thread.reset();
  }
  // The next batch of one reading, with the receipt that it is owed; false when it was refused.
  bool say(std::size_t name_bytes = 7) {
    JournalBatch batch;
    const std::uint64_t seq = said + 1;
    batch.rows.add({.device = std::string(name_bytes, 'k'),
                    .metric = "temperature",
                    .time = {},
                    .received = {},
                    .value = 20,
                    .boot = 7,
                    .seq = seq},
                   1);
    batch.receipts.push_back({.device = 1,
                              .id = contract::DeviceId::cut("kitchen"),
                              .receipt = {.boot = 7, .through = seq, .seen = seq},
                              .urgency = Urgency::at_once});
    if (!work->try_send(std::move(batch))) return false;
    said = seq;
    return true;
  }
  void tell(RangeRequest request) {
    ASSERT_TRUE(questions.try_send(std::move(request)));
    work->wake();
  }
  [[nodiscard]] std::string journal_detail() const { return health.snapshot().at(0).detail; }
  [[nodiscard]] std::vector<std::string> alarm_rows() {
    std::vector<std::string> found;
    auto reader = JournalReader::open(kPath);
    Rows rows;
    if (!reader || !reader->read({.first = 0, .last = INT64_MAX, .token = {}}, rows)) return found;
    const std::string_view all = rows.encoded(TableNumber::service_events);
    for (const std::string_view word : {"journal_full", "journal_cannot_write"}) {
      for (auto at = all.find(word); at != all.npos; at = all.find(word, at + 1)) {
        const auto message = all.substr(at + word.size() + 1, 6);
        found.push_back(std::string{word} + " " + std::string{message});
      }
    }
    return found;
  }

  FaultDisk disk;
  runtime::RealClock clock;
  runtime::Health health{clock, {"journal"}};
  std::unique_ptr<runtime::Channel<JournalBatch>> work;
  runtime::Channel<RangeRequest> questions{2};
  runtime::Channel<JournalRange> ranges{1};
  runtime::Channel<Urgent> intake{1024};
  runtime::Counter durable;
  std::atomic<std::uint64_t> receipted{0};
  std::uint64_t said = 0;
  std::unique_ptr<JournalThread> thread;
};

TEST_F(JournalThreadTest, TakesInNoMoreThanABoundWhileItCannotWrite) {
  start();
  ASSERT_TRUE(say());
  ASSERT_TRUE(eventually([&] { return receipted == 1; }));
  disk.set_health(FaultDisk::Health::read_only);
  const auto& status = thread->status();
  ASSERT_TRUE(eventually([&] {
    say();
    return status.commit_failures >= 5;
  }));
  EXPECT_LE(said, 1 + JournalThread::kMaxWaiting + 2 * kChannel);
  EXPECT_EQ(receipted, 1U);
  EXPECT_EQ(durable.value(), 1U);
  EXPECT_FALSE(status.accepts_readings);
  EXPECT_THAT(journal_detail(), HasSubstr("cannot write"));
  EXPECT_TRUE(thread->alarms()[1].raised());

  disk.set_health(FaultDisk::Health::good);
  EXPECT_TRUE(eventually([&] { return receipted == said; }));
  EXPECT_TRUE(eventually([&] { return status.backlog_readings == said; }));
  EXPECT_EQ(durable.value(), said);
  EXPECT_TRUE(eventually([&] { return !thread->alarms()[1].raised(); }));
  EXPECT_TRUE(status.accepts_readings);
  stop();
  EXPECT_THAT(alarm_rows(),
              ::testing::ElementsAre("journal_cannot_write raised", "journal_cannot_write ended "));
}

TEST_F(JournalThreadTest, StillSaysWhichRangeIsFixedWhileItCannotWrite) {
  start();
  ASSERT_TRUE(say());
  tell({});
  const auto before = ranges.receive();
  stop();
  start();
  disk.set_health(FaultDisk::Health::read_only);
  ASSERT_TRUE(say());
  ASSERT_TRUE(eventually([&] { return thread->status().commit_failures > 0; }));
  tell({});
  EXPECT_EQ(ranges.receive_for(20s), before);
}

TEST_F(JournalThreadTest, GivesNoReceiptForWhatCouldNotBeSynced) {
  start();
  disk.set_health(FaultDisk::Health::sync_fails);
  ASSERT_TRUE(say());
  ASSERT_TRUE(eventually([&] { return thread->status().commit_failures >= 2; }));
  EXPECT_EQ(receipted, 0U);
  disk.set_health(FaultDisk::Health::good);
  EXPECT_TRUE(eventually([&] { return receipted == 1; }));
}

TEST_F(JournalThreadTest, GivesNoReceiptBeforeASlowDiskHasSynced) {
  start();
  std::mutex slow;
  std::atomic<int> syncs{0};
  disk.set_before_sync([&] {
    ++syncs;
    const std::lock_guard lock{slow};
  });
  {
    const std::lock_guard lock{slow};
    ASSERT_TRUE(say());
    ASSERT_TRUE(eventually([&] { return syncs > 0; }));
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(say());
    EXPECT_EQ(receipted, 0U);
  }
  EXPECT_TRUE(eventually([&] { return receipted == 11; }));
  EXPECT_EQ(thread->status().commits, 2U);  // what came meanwhile shared one
  stop();
}

TEST_F(JournalThreadTest, AFullDiskDelaysReceiptsUntilThereIsRoom) {
  start();
  ASSERT_TRUE(say());
  ASSERT_TRUE(eventually([&] { return receipted == 1; }));
  disk.set_room(disk.bytes());
  ASSERT_TRUE(say(100'000));
  ASSERT_TRUE(eventually([&] { return thread->status().commit_failures >= 2; }));
  EXPECT_EQ(receipted, 1U);
  disk.set_room(std::nullopt);
  EXPECT_TRUE(eventually([&] { return receipted == 2; }));
  EXPECT_TRUE(eventually([&] { return thread->status().backlog_readings == 2; }));
}

// A power cut in between would have the same rows inserted once more.
TEST_F(JournalThreadTest, NotesWhatIsStoredBeforeAnythingElseIsAskedFor) {
  start();
  ASSERT_TRUE(say());
  tell({});
  const auto first = ranges.receive();
  ASSERT_TRUE(first);
  ASSERT_TRUE(say());
  ASSERT_TRUE(eventually([&] { return receipted == 2; }));
  tell({.stored = RangeRequest::Stored{.range = *first, .counts = {{1, 1}}},
        .wants = RangeRequest::Wants::nothing});
  EXPECT_TRUE(eventually([&] { return thread->status().backlog_readings == 1; }));
  EXPECT_EQ(ranges.size(), 0U);

  tell({.wants = RangeRequest::Wants::next_range});
  const auto second = ranges.receive();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->first, first->last + 1);
}

TEST_F(JournalThreadTest, WhenItIsFullReadingsAreRefusedAndNothingReceiptedGoes) {
  start(10'000);
  while (!thread->status().full) ASSERT_TRUE(eventually([&] { return say(1'000); }));
  EXPECT_FALSE(thread->status().accepts_readings);
  EXPECT_TRUE(thread->alarms()[0].raised());
  ASSERT_TRUE(eventually([&] { return thread->status().backlog_readings == said; }));
  EXPECT_EQ(receipted, said);

  tell({});
  const auto range = ranges.receive();
  ASSERT_TRUE(range);
  tell({.stored = RangeRequest::Stored{.range = *range,
                                       .counts = {{1, static_cast<std::uint32_t>(said)}}}});
  EXPECT_TRUE(eventually([&] { return thread->status().accepts_readings.load(); }));
  EXPECT_FALSE(thread->alarms()[0].raised());
  stop();
  EXPECT_THAT(alarm_rows(), ::testing::Contains("journal_full ended "));
}

}  // namespace
}  // namespace luft::hub

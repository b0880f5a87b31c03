// The power goes at every point at which the journal syncs. Whatever has a receipt is there
// afterwards, in the journal or in the database, and nothing comes twice.
#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <map>

#include "hub/journal/journal.h"
#include "hub/testing/fault_disk.h"
#include "tests/faults/power_cut.h"

namespace luft::tests {
namespace {

using hub::Journal;
using hub::JournalBatch;
using hub::JournalRange;
using hub::JournalReader;
using hub::Rows;
using hub::testing::FaultDisk;

constexpr const char* kPath = "/hub.sqlite";

// Remembers batches by their token, as ClickHouse does; never loses what it acknowledged.
class Database {
 public:
  // Whether the batch is what it was the first time.
  [[nodiscard]] bool insert(const std::string& token, const Rows& rows) {
    const std::size_t content =
        std::hash<std::string_view>{}(rows.encoded(hub::TableNumber::readings));
    const auto [at, is_new] = batches_.try_emplace(token, content);
    if (is_new) readings_ += rows.count(hub::TableNumber::readings);
    return at->second == content;
  }
  [[nodiscard]] std::uint64_t readings() const { return readings_; }

 private:
  std::map<std::string, std::size_t> batches_;  // content, hashed
  std::uint64_t readings_ = 0;
};

// Something that was said at a point of the trace.
struct Said {
  std::size_t at = 0;
  std::uint64_t receipted = 0;  // readings, from the first on
  Database database;
};

class PowerTest : public ::testing::Test {
 protected:
  // Readings 1, 2, … of one device, in batches of any size, while ranges are stored and released.
  void run(Journal& journal, int commits) {
    auto reader = JournalReader::open(kPath);
    ASSERT_TRUE(reader) << reader.error();
    Rows rows;
    for (int i = 0; i < commits; ++i) {
      commit_one(journal);
      if (i % 7 != 6) continue;
      const auto range = journal.next_range();
      ASSERT_TRUE(range && *range);
      ASSERT_TRUE(reader->read(**range, rows));
      ASSERT_TRUE(database.insert((*range)->token, rows));
      say();
      if (i % 21 == 20) commit_one(journal);  // between inserting and releasing
      ASSERT_TRUE(journal.release(**range, rows.reading_counts()));
    }
  }
  void commit_one(Journal& journal) {
    JournalBatch batch;
    const auto readings = std::uniform_int_distribution<std::uint64_t>{1, 400}(random);
    for (std::uint64_t i = 0; i < readings; ++i) {
      batch.rows.add({.device = "kitchen",
                      .metric = "temperature",
                      .time = {},
                      .received = {},
                      .value = 20.5,
                      .boot = 7,
                      .seq = ++sampled},
                     1);
    }
    batch.devices.push_back({.number = 1,
                             .id = contract::DeviceId::cut("kitchen"),
                             .first_seen = {},
                             .counts = {.received = sampled, .accepted = sampled},
                             .state = "state",
                             .receipts = "receipts"});
    const auto done = journal.commit({&batch, 1});
    ASSERT_TRUE(done) << done.error();
    say();
  }
  void say() { said.push_back({.at = disk.changes(), .receipted = sampled, .database = database}); }

  // Starts again on what the cut left, with what was said until then.
  void recover(const Said& before, const std::string& where) {
    auto journal = Journal::open(kPath);
    ASSERT_TRUE(journal) << where << ": " << journal.error();
    const auto damaged = journal->check();
    ASSERT_TRUE(damaged && damaged->empty()) << where;
    const auto known = journal->devices();
    ASSERT_TRUE(known) << where;
    const std::uint64_t kept = known->empty() ? 0 : known->front().counts.received;
    EXPECT_GE(kept, before.receipted) << where;

    Database after = before.database;
    auto reader = JournalReader::open(kPath);
    ASSERT_TRUE(reader) << where;
    for (Rows rows;;) {
      const auto range = journal->next_range();
      ASSERT_TRUE(range) << where << range.error();
      if (!*range) break;
      ASSERT_TRUE(reader->read(**range, rows)) << where;
      ASSERT_TRUE(after.insert((*range)->token, rows)) << where << ": another batch, same token";
      ASSERT_TRUE(journal->release(**range, rows.reading_counts())) << where;
    }
    // Neither lost nor twice: as many as the device's own state says.
    EXPECT_EQ(after.readings(), kept) << where;
  }

  FaultDisk disk;
  std::mt19937 random{7};
  Database database;
  std::uint64_t sampled = 0;
  std::vector<Said> said;
};

TEST_F(PowerTest, CutAtEverySyncKeepsWhatHasAReceipt) {
  said.push_back({});
  for (int start = 0; start < 3; ++start) {  // the last connection removes the WAL when it closes
    auto journal = Journal::open(kPath);
    ASSERT_TRUE(journal) << journal.error();
    run(*journal, 70);
    if (HasFatalFailure()) return;
  }
  const auto trace = disk.trace();
  PowerCut cut{trace};
  std::size_t cuts = 0;
  auto newest = said.begin();
  while (cut.advance()) {
    while (std::next(newest) != said.end() && std::next(newest)->at <= cut.done()) ++newest;
    for (const auto unsynced : PowerCut::kAll) {
      disk.put(cut.image(unsynced, random));
      recover(*newest, "cut after change " + std::to_string(cut.done()) + ", unsynced ones " +
                           std::to_string(static_cast<int>(unsynced)));
      if (HasFailure()) return;
      ++cuts;
    }
    if (cut.done() == trace.size()) break;
  }
  EXPECT_GT(cuts, 600U);
  std::cout << cuts << " power cuts, " << trace.size() << " changes to the disk\n";
}

// The method finds what it is for: receipts before the sync.
TEST_F(PowerTest, FindsReceiptsThatCameBeforeTheSync) {
  std::vector<hub::testing::DiskChange> trace;
  {
    auto journal = Journal::open(kPath);
    ASSERT_TRUE(journal) << journal.error();
    commit_one(*journal);
    commit_one(*journal);
    trace = disk.trace();
  }
  PowerCut cut{trace};
  std::uint64_t kept_at_last = sampled;
  while (cut.advance() && cut.done() < trace.size()) {
    disk.put(cut.image(PowerCut::Unsynced::dropped, random));
    auto recovered = Journal::open(kPath);
    ASSERT_TRUE(recovered);
    const auto known = recovered->devices();
    kept_at_last = known && !known->empty() ? known->front().counts.received : 0;
  }
  EXPECT_LT(kept_at_last, sampled);  // before the last sync the last commit was not safe
}

}  // namespace
}  // namespace luft::tests

#include "hub/journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>

#include "runtime/testing/temp_folder.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr SystemTime kNow{1'800'000'000'000ms};

// A commit's worth: `readings` readings of one device, whose state says that it has so many.
JournalBatch batch_of(DeviceNumber number, std::string_view id, std::uint32_t readings,
                      std::uint64_t received) {
  JournalBatch batch;
  for (std::uint32_t i = 0; i < readings; ++i) {
    batch.rows.add({.device = id,
                    .metric = "temperature",
                    .time = kNow,
                    .received = kNow,
                    .value = 20.5,
                    .boot = 7,
                    .seq = received - readings + i + 1},
                   number);
  }
  batch.devices.push_back({.number = number,
                           .id = contract::DeviceId::cut(id),
                           .first_seen = kNow,
                           .counts = {.received = received, .accepted = received},
                           .state = "state",
                           .receipts = "receipts"});
  return batch;
}

void commit(Journal& journal, const JournalBatch& batch) {
  const auto done = journal.commit({&batch, 1});
  ASSERT_TRUE(done) << done.error();
}

void run_sql(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

class JournalTest : public testing::Test {
 protected:
  Journal open() {
    auto journal = Journal::open(path);
    if (!journal) throw std::runtime_error{journal.error()};
    return *std::move(journal);
  }
  runtime::testing::TempFolder folder;
  std::string path = folder.file("hub.sqlite");
};

TEST_F(JournalTest, KeepsThePauseOfAllWindowsThatWasCommittedLast) {
  {
    Journal journal = open();
    EXPECT_EQ(journal.pause(), "");
    for (const char* kept : {"first", "second"}) {
      JournalBatch batch;
      batch.pause = kept;
      EXPECT_FALSE(batch.empty());
      commit(journal, batch);
    }
    commit(journal, batch_of(1, "kitchen", 1, 1));  // says nothing of it
  }
  EXPECT_EQ(open().pause(), "second");
}

TEST_F(JournalTest, KeepsRowsAndDevicesOverReopening) {
  {
    Journal journal = open();
    commit(journal, batch_of(1, "kitchen", 3, 3));
  }
  Journal journal = open();
  EXPECT_EQ(journal.backlog().readings, 3U);
  const auto devices = journal.devices();
  ASSERT_TRUE(devices);
  ASSERT_EQ(devices->size(), 1U);
  EXPECT_EQ(devices->front().id.view(), "kitchen");
  EXPECT_EQ(devices->front().counts.received, 3U);
  EXPECT_EQ(devices->front().state, "state");
  EXPECT_EQ(devices->front().receipts, "receipts");
}

TEST_F(JournalTest, ARangeIsTheSameUntilItIsReleased) {
  std::optional<JournalRange> range;
  {
    Journal journal = open();
    commit(journal, batch_of(1, "kitchen", 2, 2));
    range = journal.next_range().value();
    ASSERT_TRUE(range);
    commit(journal, batch_of(1, "kitchen", 5, 7));  // comes later: not part of it
    EXPECT_EQ(journal.next_range().value(), range);
  }
  Journal journal = open();
  EXPECT_EQ(journal.next_range().value(), range);
  auto reader = JournalReader::open(path);
  ASSERT_TRUE(reader) << reader.error();
  Rows rows;
  ASSERT_TRUE(reader->read(*range, rows));
  EXPECT_EQ(rows.count(TableNumber::readings), 2U);
  EXPECT_EQ(rows.encoded(TableNumber::readings),
            batch_of(1, "kitchen", 2, 2).rows.encoded(TableNumber::readings));
}

TEST_F(JournalTest, ReleasingCountsReadingsAsStoredAndMovesOn) {
  Journal journal = open();
  commit(journal, batch_of(1, "kitchen", 2, 2));
  const auto first = journal.next_range().value();
  commit(journal, batch_of(1, "kitchen", 5, 7));
  ASSERT_TRUE(journal.release(*first, {{1, 2}}));
  EXPECT_EQ(journal.backlog().readings, 5U);
  EXPECT_EQ(journal.devices()->front().counts.stored, 2U);
  const auto second = journal.next_range().value();
  ASSERT_TRUE(second);
  EXPECT_GT(second->first, first->last);
  EXPECT_NE(second->token, first->token);
  ASSERT_TRUE(journal.release(*second, {{1, 5}}));
  EXPECT_EQ(journal.next_range().value(), std::nullopt);
  EXPECT_EQ(journal.backlog().bytes, 0U);
}

TEST_F(JournalTest, ANewFileNeverReusesTheTokensOfADeletedOne) {
  std::string before;
  {
    Journal journal = open();
    commit(journal, batch_of(1, "kitchen", 1, 1));
    before = journal.next_range().value()->token;
  }
  for (const char* suffix : {"", "-wal", "-shm"}) unlink((path + suffix).c_str());
  Journal journal = open();
  commit(journal, batch_of(1, "kitchen", 1, 1));
  EXPECT_NE(journal.next_range().value()->token, before);
}

TEST_F(JournalTest, ALaterStateOfADeviceDoesNotTouchWhatIsStored) {
  Journal journal = open();
  commit(journal, batch_of(1, "kitchen", 2, 2));
  ASSERT_TRUE(journal.release(*journal.next_range().value(), {{1, 2}}));
  JournalBatch later = batch_of(1, "kitchen", 1, 3);
  later.devices.front().first_seen = kNow + 1h;  // it was removed and spoke again
  commit(journal, later);
  const auto devices = journal.devices();
  EXPECT_EQ(devices->front().first_seen, kNow + 1h);
  EXPECT_EQ(devices->front().counts.stored, 2U);
  EXPECT_EQ(devices->front().counts.received, 3U);
}

TEST_F(JournalTest, AnotherDeviceMayTakeANumberAndTheFormerOnesRowsAreRemembered) {
  {
    Journal journal = open();
    commit(journal, batch_of(1, "flood", 2, 2));
    commit(journal, batch_of(2, "bath", 1, 1));
    ASSERT_TRUE(journal.release(*journal.next_range().value(), {{1, 2}, {2, 1}}));
    JournalBatch swapped = batch_of(2, "flood", 0, 0);  // back under another number, in one commit
    swapped.vacated = {1, 2};
    const JournalBatch real = batch_of(1, "real", 3, 3);
    swapped.rows.add_all(real.rows);
    swapped.devices.push_back(real.devices.front());
    commit(journal, swapped);
    const auto devices = journal.devices();
    ASSERT_EQ(devices->size(), 2U);
    EXPECT_EQ(devices->at(0).id.view(), "real");
    EXPECT_EQ(devices->at(0).counts.stored, 0U);
    EXPECT_EQ(devices->at(1).id.view(), "flood");
  }
  auto reader = JournalReader::open(path);
  ASSERT_TRUE(reader) << reader.error();
  const auto counts = reader->counts();
  ASSERT_TRUE(counts) << counts.error();
  EXPECT_EQ(counts->devices[0].former, 0U);
  EXPECT_EQ(counts->devices[1].former, 2U);
}

TEST_F(JournalTest, CountsPerDeviceWhatIsJournaled) {
  Journal journal = open();
  commit(journal, batch_of(1, "kitchen", 2, 2));
  commit(journal, batch_of(2, "bath", 4, 4));
  commit(journal, batch_of(1, "kitchen", 3, 5));
  auto reader = JournalReader::open(path);
  ASSERT_TRUE(reader) << reader.error();
  const auto counts = reader->counts();
  ASSERT_TRUE(counts) << counts.error();
  ASSERT_EQ(counts->devices.size(), 2U);
  EXPECT_EQ(counts->devices[0].journaled, 5U);
  EXPECT_EQ(counts->devices[1].journaled, 4U);
  EXPECT_EQ(counts->fixed, std::nullopt);
}

TEST_F(JournalTest, CountsTheFixedRangeApart) {
  Journal journal = open();
  commit(journal, batch_of(1, "kitchen", 2, 2));
  const auto range = journal.next_range().value();
  commit(journal, batch_of(1, "kitchen", 3, 5));
  auto reader = JournalReader::open(path);
  ASSERT_TRUE(reader) << reader.error();
  const auto counts = reader->counts();
  ASSERT_TRUE(counts) << counts.error();
  EXPECT_EQ(counts->fixed, range);
  EXPECT_EQ(counts->devices.at(0).fixed, 2U);
  EXPECT_EQ(counts->devices.at(0).journaled, 3U);
}

TEST_F(JournalTest, SetsADamagedBlobAsideAndKeepsTheRest) {
  {
    Journal journal = open();
    commit(journal, batch_of(1, "kitchen", 2, 2));
    commit(journal, batch_of(1, "kitchen", 3, 5));
  }
  // One byte in the middle of the first blob, as a failing disk would leave it.
  run_sql(path,
          "UPDATE blobs SET body = CAST(substr(body, 1, 40) || x'ff' || substr(body, 42) AS BLOB) "
          "WHERE id = 1");
  Journal journal = open();
  EXPECT_THAT(journal.check().value(), ElementsAre(1));
  EXPECT_EQ(journal.backlog().readings, 3U);
  EXPECT_THAT(journal.check().value(), ElementsAre());  // once
  const auto range = journal.next_range().value();
  auto reader = JournalReader::open(path);
  Rows rows;
  ASSERT_TRUE(reader->read(*range, rows));
  EXPECT_THAT(rows.reading_counts(), ElementsAre(Pair(1, 3)));
}

// A page whose rows are out of order: the blob is found when all are read, and by no look-up.
TEST_F(JournalTest, RefusesAFileWhoseDamagedBlobCannotBeSetAside) {
  std::filesystem::copy_file(
      LUFT_SOURCE_DIR "/hub/fuzz_corpus/journal_file/row_out_of_order.sqlite", path);
  Journal journal = open();
  const auto damaged = journal.check();
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error(), HasSubstr("cannot be set aside"));
}

TEST_F(JournalTest, ReadingADamagedBlobIsAnError) {
  Journal journal = open();
  commit(journal, batch_of(1, "kitchen", 2, 2));
  const auto range = journal.next_range().value();
  run_sql(path, "UPDATE blobs SET body = substr(body, 1, length(body) - 1)");
  auto reader = JournalReader::open(path);
  Rows rows;
  const auto read = reader->read(*range, rows);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error(), HasSubstr("damaged"));
}

TEST_F(JournalTest, NamesAFileThatItCannotOpen) {
  const auto journal = Journal::open("/nowhere/hub.sqlite");
  ASSERT_FALSE(journal);
  EXPECT_THAT(journal.error(), HasSubstr("/nowhere/hub.sqlite"));
}

TEST_F(JournalTest, RefusesAFileOfALaterVersion) {
  {
    open();
  }
  run_sql(path, "UPDATE hub SET format = 99");
  const auto journal = Journal::open(path);
  ASSERT_FALSE(journal);
  EXPECT_THAT(journal.error(), HasSubstr("format 99"));
}

// A child commits and says so over a pipe; it is killed at a random moment. Whatever it said is
// there, rows and device state agree, and nothing is half there.
TEST_F(JournalTest, WhatWasCommittedSurvivesKillNine) {
  std::uint64_t said = 0;
  for (int round = 0; round < 10; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto journal = Journal::open(path);
      for (std::uint64_t received = said + 10;; received += 10) {
        const JournalBatch batch = batch_of(1, "kitchen", 10, received);
        if (!journal || !journal->commit({&batch, 1})) _exit(1);
        if (write(pipe_ends[1], &received, sizeof received) != sizeof received) _exit(1);
      }
    }
    close(pipe_ends[1]);
    const std::uint64_t enough = said + 10 * static_cast<std::uint64_t>(3 + round * 7);
    std::uint64_t last = said;
    while (last < enough && read(pipe_ends[0], &last, sizeof last) == sizeof last) {
    }
    kill(child, SIGKILL);
    while (read(pipe_ends[0], &last, sizeof last) == sizeof last) {
    }
    close(pipe_ends[0]);
    waitpid(child, nullptr, 0);

    Journal journal = open();
    EXPECT_THAT(journal.check().value(), ElementsAre());
    const std::uint64_t kept = journal.devices()->at(0).counts.received;
    EXPECT_GE(kept, last);
    EXPECT_LE(kept, last + 10);  // one commit may be done and not said
    EXPECT_EQ(journal.backlog().readings, kept);
    said = kept;
  }
}

TEST(Rows, AreTheSameAfterBeingABlob) {
  Rows rows = batch_of(1, "kitchen", 3, 3).rows;
  store::QuarantineRow bad;
  bad.time = kNow;
  bad.topic = "sensor/x/y";
  bad.head = std::string("\0\xff", 2);
  rows.add(bad);
  Rows back;
  ASSERT_TRUE(back.add_blob(rows.to_blob()));
  EXPECT_EQ(back.encoded(TableNumber::readings), rows.encoded(TableNumber::readings));
  EXPECT_EQ(back.encoded(TableNumber::quarantine), rows.encoded(TableNumber::quarantine));
  EXPECT_EQ(back.count(TableNumber::quarantine), 1U);
  EXPECT_EQ(back.reading_counts(), rows.reading_counts());
}

TEST(Rows, LetWholeTablesGoAndKeepReadings) {
  Rows rows = batch_of(1, "kitchen", 3, 3).rows;
  const std::size_t readings = rows.bytes();
  store::QuarantineRow bad;
  bad.head = "garbage";
  rows.add(bad);
  rows.add(bad);
  constexpr std::array kMayGo{TableNumber::quarantine, TableNumber::predictions};
  EXPECT_EQ(rows.drop(kMayGo), 2U);
  EXPECT_EQ(rows.drop(kMayGo), 0U);
  EXPECT_EQ(rows.bytes(), readings);
  EXPECT_EQ(rows.count(TableNumber::readings), 3U);
  EXPECT_THAT(rows.reading_counts(), ElementsAre(Pair(1, 3)));
}

TEST(Rows, EveryFlippedBitOfABlobIsNoticed) {
  const std::string blob = batch_of(1, "kitchen", 2, 2).rows.to_blob();
  for (std::size_t i = 0; i < blob.size() * 8; ++i) {
    std::string damaged = blob;
    damaged[i / 8] = static_cast<char>(damaged[i / 8] ^ (1 << (i % 8)));
    Rows rows;
    EXPECT_FALSE(rows.add_blob(damaged));
    EXPECT_TRUE(rows.empty());
  }
  for (std::size_t length = 0; length < blob.size(); ++length) {
    Rows rows;
    EXPECT_FALSE(rows.add_blob(std::string_view{blob}.substr(0, length)));
  }
}

}  // namespace
}  // namespace luft::hub

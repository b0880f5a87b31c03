// The one thread that writes to the database: takes ranges from the journal, inserts them until it
// has worked, and says so. It also takes the balance: between two of its inserts the database does
// not change, and it knows what of the journal's fixed range the database has acknowledged.
#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <thread>

#include "hub/journal/alarm.h"
#include "hub/journal/balance_desk.h"
#include "hub/journal/journal.h"
#include "hub/journal/journal_thread.h"
#include "runtime/backoff.h"
#include "runtime/channel.h"
#include "runtime/clock.h"
#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "store/clickhouse_client.h"
#include "store/layout.h"

namespace luft::hub {

class StoreWriter {
 public:
  // Ranges are asked for no more often than this, so that inserts stay few and large; while full
  // ones wait, at once.
  static constexpr std::chrono::milliseconds kBatchAge{1'000};
  // A balance waits until the journal is empty, but no longer than this.
  static constexpr std::chrono::milliseconds kFlushPatience{1'000};

  // The database is away when it did not work for so long: a restart of it is no alarm.
  static constexpr std::chrono::milliseconds kAwayAfter{10'000};

  struct Wiring {
    runtime::Channel<JournalBatch>& journal;  // for alarms
    runtime::Channel<RangeRequest>& questions;
    runtime::Channel<JournalRange>& ranges;  // closed by the owner: then the thread ends
    runtime::Health& health;                 // part "database"
    runtime::Metrics& metrics;
    const runtime::Clock& clock;
    runtime::Log log;
  };
  struct Database {
    store::ClickHouseEndpoint writer;
    store::ClickHouseEndpoint admin;   // for migrations, retention and batches in doubt
    std::uint32_t retention_days = 0;  // 0: for ever
    store::Layout layout{};            // of a cluster, when it is one
  };
  StoreWriter(JournalReader reader, Database database, Wiring wiring);
  StoreWriter(const StoreWriter&) = delete;
  StoreWriter& operator=(const StoreWriter&) = delete;
  ~StoreWriter();  // the ranges channel must be closed

  void start();
  // Whether the thread ended within `patience`: it may be waiting for the database.
  [[nodiscard]] bool join_for(std::chrono::milliseconds patience);

  // Any thread; waits for the store thread, at most `patience`.
  [[nodiscard]] BalanceResult balance(std::chrono::milliseconds patience) {
    return desk_.ask(patience);
  }
  // Any thread, before the end: whoever waits for a balance gets an error now.
  void close_balances() { desk_.close(); }

  [[nodiscard]] const Alarm& alarm() const { return away_; }

 private:
  void run();
  bool migrate();
  void say(RangeRequest request);
  bool insert(const JournalRange& range);
  bool insert_tables(const JournalRange& range);
  store::ClickHouseResult<void> insert_table(const TableInfo& table, const JournalRange& range);
  void note_away(const std::string& why, SteadyTime since);
  void note_there();
  void keep(const std::optional<store::ServiceEventRow>& alarm);
  enum class Journaled : std::uint8_t { nothing, something };
  void serve_balances(Journaled journaled);
  [[nodiscard]] BalanceResult take_balance();
  bool let_gather(std::chrono::steady_clock::time_point until);
  bool pause(std::chrono::milliseconds how_long);

  JournalReader reader_;
  Database database_;
  store::ClickHouseClient client_;
  Wiring wiring_;
  BalanceDesk desk_;
  Alarm away_{"database_away", kAwayAfter};
  std::string acknowledged_;  // the token of the last range whose readings are in the database
  // Whether the next range may have been sent before, in whole or in part: by us in vain, or by a
  // hub before us.
  bool in_doubt_ = true;
  runtime::Backoff backoff_;
  runtime::Counter& inserts_;
  runtime::Counter& failures_;
  runtime::LatencyHistogram& insert_time_;
  Rows rows_;
  std::future<void> ended_;
  std::thread thread_;
};

}  // namespace luft::hub

// The one thread that writes to the database: takes ranges from the journal, inserts them until it
// has worked, and says so. It also takes the balance, because between two of its inserts journal
// and database hold exactly what they say they hold.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "hub/journal/balance.h"
#include "hub/journal/journal.h"
#include "hub/journal/journal_thread.h"
#include "runtime/backoff.h"
#include "runtime/channel.h"
#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "store/clickhouse_client.h"

namespace luft::hub {

class StoreWriter {
 public:
  // Ranges are asked for no more often than this, so that inserts stay few and large.
  static constexpr std::chrono::milliseconds kBatchAge{200};
  // A balance waits until the journal is empty, but no longer than this.
  static constexpr std::chrono::milliseconds kFlushPatience{2'000};

  using BalanceResult = std::expected<Balance, std::string>;

  struct Wiring {
    runtime::Channel<JournalWork>& journal;
    runtime::Channel<JournalRange>& ranges;  // closed by the owner: then the thread ends
    runtime::Health& health;                 // part "database"
    runtime::Metrics& metrics;
    runtime::Log log;
  };
  struct Database {
    store::ClickHouseEndpoint writer;
    store::ClickHouseEndpoint admin;  // for migrations
    bool keeps_all = true;            // no retention: rows can be counted against the journal
  };
  StoreWriter(JournalReader reader, Database database, Wiring wiring);
  StoreWriter(const StoreWriter&) = delete;
  StoreWriter& operator=(const StoreWriter&) = delete;
  ~StoreWriter();  // the ranges channel must be closed

  void start();
  // Whether the thread ended within `patience`: it may be waiting for the database.
  [[nodiscard]] bool join_for(std::chrono::milliseconds patience);

  // Any thread; waits for the store thread, at most `patience`.
  [[nodiscard]] BalanceResult balance(std::chrono::milliseconds patience);

 private:
  void run();
  bool migrate();
  void ask(std::optional<RangeRequest::Stored> stored);
  bool insert(const JournalRange& range);
  struct BalanceRequest {
    std::promise<BalanceResult> answer;
    SteadyTime since;
  };
  enum class Journaled : std::uint8_t { nothing, something };
  void serve_balances(Journaled journaled);
  [[nodiscard]] BalanceResult take_balance();
  bool pause(std::chrono::milliseconds how_long);

  JournalReader reader_;
  Database database_;
  store::ClickHouseClient client_;
  Wiring wiring_;
  runtime::Channel<BalanceRequest> balance_requests_{16};
  std::vector<BalanceRequest> waiting_balances_;
  runtime::Backoff backoff_;
  runtime::Counter& inserts_;
  runtime::Counter& failures_;
  runtime::LatencyHistogram& insert_time_;
  Rows rows_;
  std::future<void> ended_;
  std::thread thread_;
};

}  // namespace luft::hub

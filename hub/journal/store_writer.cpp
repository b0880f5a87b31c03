#include "hub/journal/store_writer.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <random>
#include <utility>

#include "store/batch_in_doubt.h"
#include "store/batch_insert.h"
#include "store/history.h"
#include "store/migrations.h"
#include "store/retention.h"

namespace luft::hub {

using runtime::HealthState;

namespace {

constexpr std::chrono::milliseconds kFirstWait{200};
constexpr std::chrono::seconds kLongestWait{
    5};  // the database is near, and its return is noticed soon
constexpr std::chrono::milliseconds kLookUp{50};  // from a wait, for the end

}  // namespace

StoreWriter::StoreWriter(JournalReader reader, Database database, Wiring wiring)
    : reader_(std::move(reader)),
      database_(std::move(database)),
      client_(database_.writer),
      wiring_(std::move(wiring)),
      backoff_({.first = kFirstWait, .longest = kLongestWait}, std::random_device{}()),
      inserts_(wiring_.metrics.counter("luft_hub_inserts_total", "Batches inserted.")),
      failures_(wiring_.metrics.counter("luft_hub_insert_failures_total",
                                        "Inserts that failed and were sent again.")),
      insert_time_(wiring_.metrics.latency("luft_hub_insert_seconds", "Time of one insert.")) {}

StoreWriter::~StoreWriter() {
  if (thread_.joinable()) thread_.join();
}

void StoreWriter::start() {
  std::packaged_task<void()> task{[this] { run(); }};
  ended_ = task.get_future();
  thread_ = std::thread{std::move(task)};
}

bool StoreWriter::join_for(std::chrono::milliseconds patience) {
  if (!thread_.joinable()) return true;
  if (ended_.wait_for(patience) != std::future_status::ready) return false;
  thread_.join();
  return true;
}

void StoreWriter::run() {
  pthread_setname_np(pthread_self(), "store");
  while (!migrate()) {
    if (!pause(backoff_.next())) return;
  }
  say({});
  while (true) {
    const auto range = wiring_.ranges.receive_for(std::chrono::milliseconds{20});
    if (!range) {
      if (wiring_.ranges.closed()) return;
      serve_balances(Journaled::nothing);
      continue;
    }
    const auto began = std::chrono::steady_clock::now();
    while (!insert(*range)) {
      if (!pause(backoff_.next())) return;  // it stays fixed: sent again after the next start
    }
    backoff_.reset();
    say({.stored = RangeRequest::Stored{.range = *range, .counts = rows_.reading_counts()},
         .wants = RangeRequest::Wants::nothing});
    // A full range says that more waits.
    const bool is_full = rows_.bytes() >= Journal::kMaxRangeBytes / 2;
    // With its memory, which assigning an empty one would keep: the next may be far smaller.
    (void)std::exchange(rows_, {});
    const bool goes_on = let_gather(is_full ? began : began + kBatchAge);
    if (!goes_on) return;
    say({.wants = RangeRequest::Wants::next_range});
  }
}

bool StoreWriter::migrate() {
  const SteadyTime began = Moment::of(wiring_.clock).steady;
  const auto fail = [this, began](const store::ClickHouseError& error) {
    note_away(error.message, began);
    wiring_.log.warn("the database is not ready; the journal keeps everything",
                     {{"error", error.message}, {"kind", store::name(error.kind)}});
    return false;
  };
  store::ClickHouseClient admin{database_.admin};
  const auto report = store::migrate(admin, store::all_migrations(), database_.layout);
  if (!report) return fail(report.error());
  const auto retention = store::apply_retention(admin, database_.retention_days, database_.layout);
  if (!retention) return fail(retention.error());
  if (retention->days != retention->days_before) {
    wiring_.log.info("changed how long history is kept",
                     {{"days_before", retention->days_before}, {"days", retention->days}});
  }
  if (report->from_version != report->to_version) {
    wiring_.log.info("migrated the database",
                     {{"from", report->from_version}, {"to", report->to_version}});
  }
  note_there();
  backoff_.reset();
  return true;
}

void StoreWriter::say(RangeRequest request) {
  // There is room for two: the journal has taken the last question, or it would not have been
  // answered.
  (void)wiring_.questions.try_send(std::move(request));
  wiring_.journal.wake();
}

bool StoreWriter::insert(const JournalRange& range) {
  if (const auto read = reader_.read(range, rows_); !read) {
    wiring_.health.report("journal", HealthState::down, read.error());
    wiring_.log.error("the journal cannot be read; a restart sets damaged parts aside",
                      {{"error", read.error()}});
    return false;
  }
  const auto began = std::chrono::steady_clock::now();
  if (!insert_tables(range)) {
    in_doubt_ = true;
    return false;
  }
  in_doubt_ = false;
  insert_time_.add(std::chrono::steady_clock::now() - began);
  inserts_.add();
  note_there();
  return true;
}

// The readings first: a balance counts them.
bool StoreWriter::insert_tables(const JournalRange& range) {
  static_assert(static_cast<int>(TableNumber::readings) == 1);
  const SteadyTime began = Moment::of(wiring_.clock).steady;
  for (const TableInfo& table : all_tables()) {
    if (rows_.count(table.number) != 0) {
      if (const auto done = insert_table(table, range); !done) {
        failures_.add();
        note_away(done.error().message, began);
        wiring_.log.warn("an insert failed and will be sent again",
                         {{"table", table.name},
                          {"token", range.token},
                          {"kind", store::name(done.error().kind)},
                          {"error", done.error().message}});
        return false;
      }
    }
    if (table.number == TableNumber::readings) acknowledged_ = range.token;
  }
  return true;
}

store::ClickHouseResult<void> StoreWriter::insert_table(const TableInfo& table,
                                                        const JournalRange& range) {
  const std::string_view rows = rows_.encoded(table.number);
  if (!in_doubt_ || database_.layout.is_cluster()) {
    return store::insert_batch(client_, table.name, table.columns, rows, range.token);
  }
  store::ClickHouseClient admin{database_.admin};
  return store::settle_batch(admin, table.name, table.columns, rows, range.token);
}

void StoreWriter::note_away(const std::string& why, SteadyTime since) {
  wiring_.health.report("database", HealthState::down, why);
  keep(away_.trouble(why, since, Moment::of(wiring_.clock)));
}

void StoreWriter::note_there() {
  wiring_.health.report("database", HealthState::ok);
  keep(away_.no_trouble(Moment::of(wiring_.clock)));
}

// Rows of alarms go the way of all rows. When the journal has no room for one, its line in the log
// and the gauge remain.
void StoreWriter::keep(const std::optional<store::ServiceEventRow>& alarm) {
  if (!alarm) return;
  wiring_.log.warn("alarm", {{"name", alarm->event}, {"message", alarm->message}});
  JournalBatch batch;
  batch.rows.add(*alarm);
  (void)wiring_.journal.try_send(std::move(batch));
}

// Takes one balance for all who have waited long enough.
void StoreWriter::serve_balances(Journaled journaled) {
  const BalanceDesk::Waiting waiting = desk_.waiting();
  if (waiting.count == 0) return;
  const auto patient = std::chrono::steady_clock::now() - waiting.since;
  if (journaled == Journaled::something && patient < kFlushPatience) return;
  desk_.answer(waiting.count, take_balance());
}

BalanceResult StoreWriter::take_balance() {
  const auto kept = reader_.counts();
  if (!kept) return std::unexpected{kept.error()};
  std::optional<std::map<std::string, std::uint64_t>> rows;
  if (const auto stored = store::History{client_}.stored_counts()) {
    rows.emplace();
    for (const auto& [device, counts] : *stored) rows->emplace(device, counts.readings);
  }
  const bool acknowledged = kept->fixed && kept->fixed->token == acknowledged_;
  return balance_of(kept->devices, acknowledged ? FixedRange::stored : FixedRange::unknown, rows);
}

// Waits until then, or until somebody wants a balance: that needs what has gathered. False when it
// is time to end.
bool StoreWriter::let_gather(std::chrono::steady_clock::time_point until) {
  serve_balances(Journaled::something);
  while (!wiring_.ranges.closed() && desk_.waiting().count == 0) {
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= std::chrono::nanoseconds{0}) return true;
    desk_.wait_for(std::min<std::chrono::nanoseconds>(left, kLookUp));
  }
  return !wiring_.ranges.closed();
}

// Waits, serving balances meanwhile; false when it is time to end.
bool StoreWriter::pause(std::chrono::milliseconds how_long) {
  const auto until = std::chrono::steady_clock::now() + how_long;
  while (!wiring_.ranges.closed()) {
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= std::chrono::nanoseconds{0}) return true;
    serve_balances(Journaled::something);
    desk_.wait_for(std::min<std::chrono::nanoseconds>(left, kLookUp));
  }
  return false;
}

}  // namespace luft::hub

#include "hub/journal/store_writer.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <random>
#include <utility>

#include "store/batch_insert.h"
#include "store/history.h"
#include "store/migrations.h"

namespace luft::hub {

using runtime::HealthState;

namespace {

constexpr std::chrono::milliseconds kFirstWait{200};
constexpr std::chrono::seconds kLongestWait{
    5};  // the database is near, and its return is noticed soon

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
  ask({});
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
    ask(RangeRequest::Stored{.range = *range, .counts = rows_.reading_counts()});
    const auto took = std::chrono::steady_clock::now() - began;
    if (!pause(std::chrono::floor<std::chrono::milliseconds>(kBatchAge - took))) return;
  }
}

bool StoreWriter::migrate() {
  store::ClickHouseClient admin{database_.admin};
  const auto report = store::migrate(admin);
  if (!report) {
    const auto& error = report.error();
    wiring_.health.report("database", HealthState::down, error.message);
    wiring_.log.warn("the database is not ready; the journal keeps everything",
                     {{"error", error.message}, {"kind", store::name(error.kind)}});
    return false;
  }
  if (report->from_version != report->to_version) {
    wiring_.log.info("migrated the database",
                     {{"from", report->from_version}, {"to", report->to_version}});
  }
  wiring_.health.report("database", HealthState::ok);
  backoff_.reset();
  return true;
}

void StoreWriter::ask(std::optional<RangeRequest::Stored> stored) {
  // Refused only when it is closed: then the range is inserted again after the next start, and the
  // database recognises it by its token.
  (void)wiring_.journal.send(RangeRequest{.stored = std::move(stored)});
}

bool StoreWriter::insert(const JournalRange& range) {
  if (const auto read = reader_.read(range, rows_); !read) {
    wiring_.health.report("journal", HealthState::down, read.error());
    wiring_.log.error("the journal cannot be read; a restart sets damaged parts aside",
                      {{"error", read.error()}});
    return false;
  }
  const auto began = std::chrono::steady_clock::now();
  for (const TableInfo& table : all_tables()) {
    if (rows_.count(table.number) == 0) continue;
    const auto done = store::insert_batch(client_, table.name, table.columns,
                                          rows_.encoded(table.number), range.token);
    if (done) continue;
    failures_.add();
    wiring_.health.report("database", HealthState::down, done.error().message);
    wiring_.log.warn("an insert failed and will be sent again",
                     {{"table", table.name},
                      {"token", range.token},
                      {"kind", store::name(done.error().kind)},
                      {"error", done.error().message}});
    return false;
  }
  insert_time_.add(std::chrono::steady_clock::now() - began);
  inserts_.add();
  wiring_.health.report("database", HealthState::ok);
  return true;
}

StoreWriter::BalanceResult StoreWriter::balance(std::chrono::milliseconds patience) {
  BalanceRequest request{.answer = {}, .since = std::chrono::steady_clock::now()};
  auto answer = request.answer.get_future();
  if (!balance_requests_.try_send(std::move(request))) {
    return std::unexpected{"too many balances at once"};
  }
  if (answer.wait_for(patience) != std::future_status::ready) {
    return std::unexpected{"the store is busy; is the database reachable?"};
  }
  return answer.get();
}

// Takes one balance for all who have waited long enough.
void StoreWriter::serve_balances(Journaled journaled) {
  while (auto request = balance_requests_.receive_for(std::chrono::milliseconds{0})) {
    waiting_balances_.push_back(*std::move(request));
  }
  if (waiting_balances_.empty()) return;
  const auto patient = std::chrono::steady_clock::now() - waiting_balances_.front().since;
  if (journaled == Journaled::something && patient < kFlushPatience) return;
  const BalanceResult result = take_balance();
  for (BalanceRequest& request : waiting_balances_) request.answer.set_value(result);
  waiting_balances_.clear();
}

StoreWriter::BalanceResult StoreWriter::take_balance() {
  const auto kept = reader_.counts();
  if (!kept) return std::unexpected{kept.error()};
  std::optional<std::map<std::string, std::uint64_t>> rows;
  if (database_.keeps_all) {
    if (const auto stored = store::History{client_}.stored_counts()) {
      rows.emplace();
      for (const auto& [device, counts] : *stored) rows->emplace(device, counts.readings);
    }
  }
  return balance_of(*kept, rows);
}

// Waits, serving balances meanwhile; false when it is time to end.
bool StoreWriter::pause(std::chrono::milliseconds how_long) {
  const auto until = std::chrono::steady_clock::now() + how_long;
  while (!wiring_.ranges.closed()) {
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= std::chrono::nanoseconds{0}) return true;
    serve_balances(Journaled::something);
    auto request = balance_requests_.receive_for(
        std::min<std::chrono::nanoseconds>(left, std::chrono::milliseconds{50}));
    if (request) waiting_balances_.push_back(*std::move(request));
  }
  return false;
}

}  // namespace luft::hub

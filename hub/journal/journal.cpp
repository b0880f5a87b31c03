#include "hub/journal/journal.h"

#include <fmt/format.h>
#include <sodium.h>

#include "hub/journal/sqlite.h"

namespace luft::hub {
namespace {

// `install` makes tokens unique when a journal is deleted and its ids start again.
// `id` is never used twice (AUTOINCREMENT), for the same reason.
constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS hub (format INTEGER NOT NULL, install TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  readings INTEGER NOT NULL,
  body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS damaged_blobs (
  id INTEGER PRIMARY KEY,
  readings INTEGER NOT NULL,
  body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sending (
  first INTEGER NOT NULL, last INTEGER NOT NULL, token TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS holds (name TEXT PRIMARY KEY, until_s INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS house (one INTEGER PRIMARY KEY CHECK (one = 1), pause TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS former_devices (id TEXT PRIMARY KEY, accepted INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS devices (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  first_seen_ms INTEGER NOT NULL,
  received INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  stored INTEGER NOT NULL DEFAULT 0,
  duplicate INTEGER NOT NULL,
  quarantined INTEGER NOT NULL,
  dropped INTEGER NOT NULL,
  lost INTEGER NOT NULL,
  state BLOB NOT NULL,
  receipts BLOB NOT NULL);
)";
constexpr int kFormat = 1;

constexpr const char* kUpsertDevice = R"(
INSERT INTO devices (number, id, first_seen_ms, received, accepted, duplicate, quarantined, dropped,
                     lost, state, receipts)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (number) DO UPDATE SET
  first_seen_ms = excluded.first_seen_ms, received = excluded.received,
  accepted = excluded.accepted, duplicate = excluded.duplicate,
  quarantined = excluded.quarantined, dropped = excluded.dropped, lost = excluded.lost,
  state = excluded.state, receipts = excluded.receipts)";

// Its number is another's from now on; the database keeps its readings.
constexpr const char* kKeepFormer = R"(
INSERT INTO former_devices SELECT id, accepted FROM devices WHERE number = ? AND accepted > 0
ON CONFLICT (id) DO UPDATE SET accepted = accepted + excluded.accepted)";

std::string random_name() {
  unsigned char bytes[12];
  randombytes_buf(bytes, sizeof bytes);
  char text[sizeof bytes * 2 + 1];
  return sodium_bin2hex(text, sizeof text, bytes, sizeof bytes);
}

// Makes the tables and the install's name when they are not there; returns the name.
SqlResult<std::string> prepare_file(sqlite3* database) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return std::unexpected{transaction.error()};
  if (const auto made = execute(database, kSchema); !made) return std::unexpected{made.error()};
  auto select = Statement::prepare(database, "SELECT format, install FROM hub");
  if (!select) return std::unexpected{select.error()};
  const auto there = select->step();
  if (!there) return std::unexpected{there.error()};
  std::string install;
  if (*there) {
    if (select->integer(0) != kFormat) {
      return std::unexpected{fmt::format("written by another version (format {}, this is {})",
                                         select->integer(0), kFormat)};
    }
    install = select->bytes(1);
    if (const auto end = select->step(); !end) return std::unexpected{end.error()};
  } else {
    install = random_name();
    auto insert = Statement::prepare(database, "INSERT INTO hub VALUES (?, ?)");
    if (!insert) return std::unexpected{insert.error()};
    if (const auto done = insert->bind(kFormat, install).run(); !done) {
      return std::unexpected{done.error()};
    }
  }
  if (const auto done = transaction->commit(); !done) return std::unexpected{done.error()};
  return install;
}

}  // namespace

// Prepared once: the ones that run with every commit and every batch.
struct Journal::Statements {
  std::string install;
  Statement insert_blob;
  Statement upsert_device;
  Statement keep_former;
  Statement delete_device;
  Statement select_waiting;
  Statement insert_sending;
  Statement select_sending;
  Statement delete_sending;
  Statement sum_range;
  Statement delete_range;
  Statement add_stored;
  Statement write_pause;
};

JournalResult<Journal> Journal::open(const std::string& path) {
  auto database = open_database(path, OpenFor::writing);
  if (!database) return std::unexpected{database.error()};
  const auto fail = [&](const std::string& why) { return std::unexpected{path + ": " + why}; };
  const auto install = prepare_file(database->get());
  if (!install) return fail(install.error());

  std::string error;
  const auto prepare = [&](const char* sql) {
    auto statement = Statement::prepare(database->get(), sql);
    if (!statement && error.empty()) error = statement.error();
    return statement;
  };
  auto insert_blob = prepare("INSERT INTO blobs (readings, body) VALUES (?, ?)");
  auto upsert_device = prepare(kUpsertDevice);
  auto keep_former = prepare(kKeepFormer);
  auto delete_device = prepare("DELETE FROM devices WHERE number = ?");
  auto select_waiting = prepare("SELECT id, length(body) FROM blobs ORDER BY id");
  // In one statement: a hold (store_hold.h) is either seen, or sees the range.
  auto insert_sending = prepare(
      "INSERT INTO sending SELECT ?, ?, ? "
      "WHERE NOT EXISTS (SELECT 1 FROM holds WHERE until_s > unixepoch())");
  auto select_sending = prepare("SELECT first, last, token FROM sending");
  auto delete_sending = prepare("DELETE FROM sending");
  auto sum_range = prepare(
      "SELECT coalesce(sum(readings), 0), coalesce(sum(length(body)), 0) FROM blobs "
      "WHERE id BETWEEN ? AND ?");
  auto delete_range = prepare("DELETE FROM blobs WHERE id BETWEEN ? AND ?");
  auto add_stored = prepare("UPDATE devices SET stored = stored + ? WHERE number = ?");
  auto write_pause = prepare("INSERT OR REPLACE INTO house VALUES (1, ?)");
  if (!error.empty()) return fail(error);

  auto statements =
      std::make_unique<Statements>(Statements{.install = *install,
                                              .insert_blob = *std::move(insert_blob),
                                              .upsert_device = *std::move(upsert_device),
                                              .keep_former = *std::move(keep_former),
                                              .delete_device = *std::move(delete_device),
                                              .select_waiting = *std::move(select_waiting),
                                              .insert_sending = *std::move(insert_sending),
                                              .select_sending = *std::move(select_sending),
                                              .delete_sending = *std::move(delete_sending),
                                              .sum_range = *std::move(sum_range),
                                              .delete_range = *std::move(delete_range),
                                              .add_stored = *std::move(add_stored),
                                              .write_pause = *std::move(write_pause)});
  Journal journal{*std::move(database), std::move(statements)};
  if (const auto loaded = journal.load_backlog(); !loaded) return fail(loaded.error());
  return journal;
}

Journal::Journal(std::unique_ptr<sqlite3, int (*)(sqlite3*)> database,
                 std::unique_ptr<Statements> statements)
    : database_(std::move(database)), statements_(std::move(statements)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

JournalResult<void> Journal::load_backlog() {
  Statement& sum = statements_->sum_range.bind(std::int64_t{0}, INT64_MAX);
  if (const auto row = sum.step(); !row) return std::unexpected{row.error()};
  backlog_ = {.readings = sum.count(0), .bytes = sum.count(1)};
  return sum.run();
}

JournalResult<std::vector<DeviceRecord>> Journal::devices() {
  auto select = Statement::prepare(database_.get(),
                                   "SELECT number, id, first_seen_ms, received, accepted, stored, "
                                   "duplicate, quarantined, dropped, lost, state, receipts "
                                   "FROM devices ORDER BY number");
  if (!select) return std::unexpected{select.error()};
  std::vector<DeviceRecord> devices;
  for (;;) {
    const auto row = select->step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) return devices;
    devices.push_back({.number = static_cast<DeviceNumber>(select->integer(0)),
                       .id = contract::DeviceId::cut(select->bytes(1)),
                       .first_seen = SystemTime{std::chrono::milliseconds{select->integer(2)}},
                       .counts = {.received = select->count(3),
                                  .accepted = select->count(4),
                                  .stored = select->count(5),
                                  .duplicate = select->count(6),
                                  .quarantined = select->count(7),
                                  .dropped = select->count(8),
                                  .lost = select->count(9)},
                       .state = std::string{select->bytes(10)},
                       .receipts = std::string{select->bytes(11)}});
  }
}

JournalResult<std::string> Journal::pause() {
  auto select = Statement::prepare(database_.get(), "SELECT pause FROM house");
  if (!select) return std::unexpected{select.error()};
  const auto row = select->step();
  if (!row) return std::unexpected{row.error()};
  return *row ? std::string{select->bytes(0)} : std::string{};
}

JournalResult<std::vector<std::int64_t>> Journal::check() {
  std::vector<std::int64_t> damaged;
  auto select = Statement::prepare(database_.get(), "SELECT id, body FROM blobs ORDER BY id");
  if (!select) return std::unexpected{select.error()};
  for (Rows rows;; rows.clear()) {
    const auto row = select->step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) break;
    if (!rows.add_blob(select->bytes(1))) damaged.push_back(select->integer(0));
  }
  if (damaged.empty()) return damaged;
  auto transaction = Transaction::begin(database_.get());
  if (!transaction) return std::unexpected{transaction.error()};
  auto move = Statement::prepare(
      database_.get(),
      "INSERT OR REPLACE INTO damaged_blobs SELECT id, readings, body FROM blobs WHERE id = ?");
  if (!move) return std::unexpected{move.error()};
  for (const std::int64_t id : damaged) {
    if (auto done = move->bind(id).run(); !done) return std::unexpected{done.error()};
    if (auto done = statements_->delete_range.bind(id, id).run(); !done) {
      return std::unexpected{done.error()};
    }
    if (sqlite3_changes(database_.get()) == 1) continue;
    return std::unexpected{fmt::format(
        "blob {} is damaged, and so is the file: it cannot be set aside. Move the file away, or "
        "restore a backup",
        id)};
  }
  if (const auto done = transaction->commit(); !done) return std::unexpected{done.error()};
  if (const auto loaded = load_backlog(); !loaded) return std::unexpected{loaded.error()};
  return damaged;
}

JournalResult<void> Journal::commit(std::span<const JournalBatch> batches) {
  Rows rows;
  for (const JournalBatch& batch : batches) rows.add_all(batch.rows);
  auto transaction = Transaction::begin(database_.get());
  if (!transaction) return std::unexpected{transaction.error()};
  const JournalBacklog before = backlog_;
  auto written = write(batches, rows);
  if (written) written = transaction->commit();
  if (!written) backlog_ = before;
  return written;
}

JournalResult<void> Journal::write(std::span<const JournalBatch> batches, const Rows& rows) {
  if (!rows.empty()) {
    const std::string blob = rows.to_blob();
    const std::uint32_t readings = rows.count(TableNumber::readings);
    auto done = statements_->insert_blob.bind(readings, Statement::blob(blob)).run();
    if (!done) return done;
    backlog_.readings += readings;
    backlog_.bytes += blob.size();
  }
  for (const JournalBatch& batch : batches) {
    for (const DeviceNumber number : batch.vacated) {
      if (auto done = statements_->keep_former.bind(number).run(); !done) return done;
      if (auto done = statements_->delete_device.bind(number).run(); !done) return done;
    }
    for (const DeviceRecord& device : batch.devices) {
      if (auto done = write_device(device); !done) return done;
    }
    if (!batch.pause) continue;
    if (auto done = statements_->write_pause.bind(*batch.pause).run(); !done) return done;
  }
  return {};
}

JournalResult<void> Journal::write_device(const DeviceRecord& device) {
  const Counts& counts = device.counts;
  return statements_->upsert_device
      .bind(device.number, device.id.view(), device.first_seen.time_since_epoch().count(),
            counts.received, counts.accepted, counts.duplicate, counts.quarantined, counts.dropped,
            counts.lost, Statement::blob(device.state), Statement::blob(device.receipts))
      .run();
}

JournalResult<std::optional<JournalRange>> Journal::next_range() {
  Statement& sending = statements_->select_sending.bind();
  const auto fixed = sending.step();
  if (!fixed) return std::unexpected{fixed.error()};
  if (*fixed) {
    JournalRange range{.first = sending.integer(0),
                       .last = sending.integer(1),
                       .token = std::string{sending.bytes(2)}};
    if (const auto end = sending.run(); !end) return std::unexpected{end.error()};
    return range;
  }
  JournalRange range;
  std::size_t bytes = 0;
  Statement& waiting = statements_->select_waiting.bind();
  for (;;) {
    const auto row = waiting.step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) break;
    if (range.first == 0) range.first = waiting.integer(0);
    bytes += waiting.count(1);
    if (range.last != 0 && bytes > kMaxRangeBytes) break;
    range.last = waiting.integer(0);
  }
  waiting.bind();  // resets it: an open read would hold back the WAL's checkpoint
  if (range.first == 0) return std::nullopt;
  range.token = fmt::format("{}-{}-{}", statements_->install, range.first, range.last);
  auto done = statements_->insert_sending.bind(range.first, range.last, range.token).run();
  if (!done) return std::unexpected{done.error()};
  if (sqlite3_changes(database_.get()) == 0) return std::nullopt;  // held back
  return range;
}

JournalResult<void> Journal::release(const JournalRange& range, const Rows::ReadingCounts& counts) {
  auto transaction = Transaction::begin(database_.get());
  if (!transaction) return std::unexpected{transaction.error()};
  Statement& sum = statements_->sum_range.bind(range.first, range.last);
  if (const auto row = sum.step(); !row) return std::unexpected{row.error()};
  const JournalBacklog gone{.readings = sum.count(0), .bytes = sum.count(1)};
  if (auto end = sum.run(); !end) return end;
  if (auto done = statements_->delete_range.bind(range.first, range.last).run(); !done) return done;
  if (auto done = statements_->delete_sending.bind().run(); !done) return done;
  for (const auto& [device, readings] : counts) {
    if (auto done = statements_->add_stored.bind(readings, device).run(); !done) return done;
  }
  if (auto done = transaction->commit(); !done) return done;
  backlog_.readings -= gone.readings;
  backlog_.bytes -= gone.bytes;
  return {};
}

}  // namespace luft::hub

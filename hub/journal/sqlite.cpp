#include "hub/journal/sqlite.h"

#include <utility>

namespace luft::hub {
namespace {

// The caches are in KiB and small: the system keeps what was read, and a reader goes through the
// file once.
constexpr const char* kForWriting =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-512;";
constexpr const char* kForReading = "PRAGMA query_only=ON; PRAGMA cache_size=-256;";

std::unexpected<std::string> failure(sqlite3* database) {
  return std::unexpected{std::string{sqlite3_errmsg(database)}};
}

}  // namespace

SqlResult<Database> open_database(const std::string& path, OpenFor purpose) {
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_NOMUTEX |
                    (purpose == OpenFor::writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                 : SQLITE_OPEN_READONLY);
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
  Database database{opened, &sqlite3_close};
  const auto fail = [&](const std::string& why) {
    return std::unexpected{path + ": " + why + " (is the folder there, writable, and not full?)"};
  };
  if (code != SQLITE_OK) return fail(opened ? sqlite3_errmsg(opened) : sqlite3_errstr(code));
  sqlite3_busy_timeout(opened, 5'000);
  const char* const pragmas = purpose == OpenFor::writing ? kForWriting : kForReading;
  if (const auto set = execute(opened, pragmas); !set) return fail(set.error());
  return database;
}

SqlResult<void> execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failure(database);
  return {};
}

SqlResult<Statement> Statement::prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK) {
    return std::unexpected{std::string{sqlite3_errmsg(database)} + " in " + sql};
  }
  return Statement{statement};
}

SqlResult<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_.get());
    return false;
  }
  auto error = failure(sqlite3_db_handle(statement_.get()));
  sqlite3_reset(statement_.get());
  return error;
}

SqlResult<void> Statement::run() {
  if (const auto stepped = step(); !stepped) return std::unexpected{stepped.error()};
  return {};
}

std::string_view Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int length = sqlite3_column_bytes(statement_.get(), column);
  return {data == nullptr ? "" : data, static_cast<std::size_t>(length)};
}

SqlResult<Transaction> Transaction::begin(sqlite3* database) {
  if (const auto begun = execute(database, "BEGIN IMMEDIATE"); !begun) {
    return std::unexpected{begun.error()};
  }
  return Transaction{database};
}

Transaction::~Transaction() {
  if (database_ != nullptr) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

SqlResult<void> Transaction::commit() {
  auto committed = execute(database_, "COMMIT");
  if (committed) database_ = nullptr;
  return committed;
}

}  // namespace luft::hub

#include "hub/journal/store_hold.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "runtime/unique_fd.h"

namespace luft::hub {
namespace {

// Two of the same name are one: backups do not run side by side.
constexpr const char* kSet =
    "INSERT INTO holds VALUES ('backup', unixepoch() + ?) "
    "ON CONFLICT (name) DO UPDATE SET until_s = excluded.until_s";
constexpr const char* kInForce = "SELECT 1 FROM holds WHERE until_s > unixepoch()";

JournalResult<bool> any(sqlite3* database, const char* sql) {
  auto statement = Statement::prepare(database, sql);
  if (!statement) return std::unexpected{statement.error()};
  return statement->bind().step();
}

JournalResult<void> sync_file(const std::string& path) {
  const runtime::UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() >= 0 && ::fsync(file.get()) == 0) return {};
  return std::unexpected{path + ": cannot be synced to disk"};
}

}  // namespace

JournalResult<StoreHold> StoreHold::take(const std::string& path,
                                         std::chrono::seconds lapses_after) {
  auto database = open_database(path, OpenFor::writing);
  if (!database) return std::unexpected{database.error()};
  const auto held = any(database->get(), kInForce);
  if (!held) return std::unexpected{path + ": " + held.error()};
  if (*held) return std::unexpected{"another backup is being taken; wait a minute"};
  StoreHold hold{*std::move(database)};
  if (const auto set = hold.set(lapses_after); !set) return std::unexpected{set.error()};
  return hold;
}

StoreHold::~StoreHold() {
  if (database_) (void)execute(database_.get(), "DELETE FROM holds");
}

JournalResult<void> StoreHold::set(std::chrono::seconds lapses_after) {
  auto statement = Statement::prepare(database_.get(), kSet);
  if (!statement) return std::unexpected{statement.error()};
  return statement->bind(lapses_after.count()).run();
}

JournalResult<void> StoreHold::renew(std::chrono::seconds lapses_after) {
  const auto held = any(database_.get(), kInForce);
  if (!held) return std::unexpected{held.error()};
  if (!*held) return std::unexpected{"the hold on the store has lapsed: this machine was too busy"};
  return set(lapses_after);
}

JournalResult<bool> StoreHold::something_is_sent() {
  return any(database_.get(), "SELECT 1 FROM sending");
}

JournalResult<void> StoreHold::copy_to(const std::string& path) {
  auto copy = Statement::prepare(database_.get(), "VACUUM INTO ?");
  if (!copy) return std::unexpected{copy.error()};
  if (const auto done = copy->bind(std::string_view{path}).run(); !done) return done;
  {
    auto made = open_database(path, OpenFor::writing);
    if (!made) return std::unexpected{made.error()};
    // One file, not three: what is copied on is this file alone.
    const auto cleared = execute(made->get(), "DELETE FROM holds; PRAGMA journal_mode = DELETE;");
    if (!cleared) return cleared;
  }
  return sync_file(path);
}

}  // namespace luft::hub

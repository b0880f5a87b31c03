// The journal as the store thread reads it: batches in order, until they are released.
#include <fmt/format.h>

#include <unordered_map>

#include "hub/journal/journal.h"
#include "hub/journal/sqlite.h"

namespace luft::hub {

JournalResult<JournalReader> JournalReader::open(const std::string& path) {
  auto database = open_database(path, OpenFor::reading);
  if (!database) return std::unexpected{database.error()};
  return JournalReader{*std::move(database)};
}

JournalResult<void> JournalReader::read(const JournalRange& range, Rows& rows) {
  rows.clear();
  auto select = Statement::prepare(
      database_.get(), "SELECT id, body FROM blobs WHERE id BETWEEN ? AND ? ORDER BY id");
  if (!select) return std::unexpected{select.error()};
  select->bind(range.first, range.last);
  for (;;) {
    const auto row = select->step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) return {};
    if (!rows.add_blob(select->bytes(1))) {
      return std::unexpected{fmt::format("journal blob {} is damaged", select->integer(0))};
    }
  }
}

JournalResult<std::vector<KeptCounts>> JournalReader::counts() {
  if (const auto begun = execute(database_.get(), "BEGIN"); !begun) {
    return std::unexpected{begun.error()};
  }
  const std::unique_ptr<sqlite3, void (*)(sqlite3*)> at_end{
      database_.get(),
      [](sqlite3* database) { sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr); }};

  std::unordered_map<DeviceNumber, std::uint64_t> journaled;
  auto blobs = Statement::prepare(database_.get(), "SELECT body FROM blobs");
  if (!blobs) return std::unexpected{blobs.error()};
  for (Rows rows;; rows.clear()) {
    const auto row = blobs->step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) break;
    if (!rows.add_blob(blobs->bytes(0))) continue;  // its readings will be missing in the balance
    for (const auto& [device, readings] : rows.reading_counts()) journaled[device] += readings;
  }
  auto devices = Statement::prepare(database_.get(),
                                    "SELECT number, id, received, accepted, stored, duplicate, "
                                    "quarantined, dropped, lost FROM devices ORDER BY number");
  if (!devices) return std::unexpected{devices.error()};
  std::vector<KeptCounts> result;
  for (;;) {
    const auto row = devices->step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) return result;
    const auto number = static_cast<DeviceNumber>(devices->integer(0));
    const auto at = journaled.find(number);
    result.push_back({.id = contract::DeviceId::cut(devices->bytes(1)),
                      .counts = {.received = devices->count(2),
                                 .accepted = devices->count(3),
                                 .stored = devices->count(4),
                                 .duplicate = devices->count(5),
                                 .quarantined = devices->count(6),
                                 .dropped = devices->count(7),
                                 .lost = devices->count(8)},
                      .journaled = at == journaled.end() ? 0 : at->second});
  }
}

}  // namespace luft::hub

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

namespace {

struct JournaledReadings {
  std::uint64_t outside = 0;
  std::uint64_t inside = 0;  // of the fixed range
};
using JournaledByDevice = std::unordered_map<DeviceNumber, JournaledReadings>;

SqlResult<std::optional<JournalRange>> fixed_range(sqlite3* database) {
  auto sending = Statement::prepare(database, "SELECT first, last, token FROM sending");
  if (!sending) return std::unexpected{sending.error()};
  const auto row = sending->step();
  if (!row) return std::unexpected{row.error()};
  if (!*row) return std::nullopt;
  return JournalRange{.first = sending->integer(0),
                      .last = sending->integer(1),
                      .token = std::string{sending->bytes(2)}};
}

SqlResult<JournaledByDevice> journaled_readings(sqlite3* database,
                                                const std::optional<JournalRange>& fixed) {
  JournaledByDevice journaled;
  auto blobs = Statement::prepare(database, "SELECT id, body FROM blobs");
  if (!blobs) return std::unexpected{blobs.error()};
  for (Rows rows;; rows.clear()) {
    const auto row = blobs->step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) return journaled;
    if (!rows.add_blob(blobs->bytes(1))) continue;  // its readings will be missing in the balance
    const std::int64_t id = blobs->integer(0);
    const bool inside = fixed && id >= fixed->first && id <= fixed->last;
    for (const auto& [device, readings] : rows.reading_counts()) {
      (inside ? journaled[device].inside : journaled[device].outside) += readings;
    }
  }
}

}  // namespace

JournalResult<Kept> JournalReader::counts() {
  if (const auto begun = execute(database_.get(), "BEGIN"); !begun) {
    return std::unexpected{begun.error()};
  }
  const std::unique_ptr<sqlite3, void (*)(sqlite3*)> at_end{
      database_.get(),
      [](sqlite3* database) { sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr); }};

  auto fixed = fixed_range(database_.get());
  if (!fixed) return std::unexpected{fixed.error()};
  const auto journaled = journaled_readings(database_.get(), *fixed);
  if (!journaled) return std::unexpected{journaled.error()};
  auto devices = Statement::prepare(database_.get(),
                                    "SELECT number, id, received, accepted, stored, duplicate, "
                                    "quarantined, dropped, lost, (SELECT accepted FROM "
                                    "former_devices WHERE former_devices.id = devices.id) "
                                    "FROM devices ORDER BY number");
  if (!devices) return std::unexpected{devices.error()};
  Kept kept{.devices = {}, .fixed = *std::move(fixed)};
  for (;;) {
    const auto row = devices->step();
    if (!row) return std::unexpected{row.error()};
    if (!*row) return kept;
    const auto at = journaled->find(static_cast<DeviceNumber>(devices->integer(0)));
    const auto readings = at == journaled->end() ? JournaledReadings{} : at->second;
    kept.devices.push_back({.id = contract::DeviceId::cut(devices->bytes(1)),
                            .counts = {.received = devices->count(2),
                                       .accepted = devices->count(3),
                                       .stored = devices->count(4),
                                       .duplicate = devices->count(5),
                                       .quarantined = devices->count(6),
                                       .dropped = devices->count(7),
                                       .lost = devices->count(8)},
                            .journaled = readings.outside,
                            .fixed = readings.inside,
                            .former = devices->count(9)});
  }
}

}  // namespace luft::hub

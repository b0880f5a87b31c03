// ClickHouse's part of a backup: its own BACKUP and RESTORE of our database, and counts by which a
// copy is recognised as whole. The deduplication tokens are NOT in a backup: whoever takes one must
// see to it that no batch is between its first sending and its release meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "store/clickhouse_client.h"

namespace luft::store {

// Per table that only grows, its rows; per rollup, the readings in it ("readings_1d.samples").
using TableCounts = std::map<std::string, std::uint64_t>;
[[nodiscard]] ClickHouseResult<TableCounts> table_counts(ClickHouseClient& client);

// While it lives, retention deletes nothing, so that counts stay what they are. As admin.
class DeletionPause {
 public:
  [[nodiscard]] static ClickHouseResult<DeletionPause> begin(ClickHouseClient& admin);
  DeletionPause(DeletionPause&& other) noexcept;
  DeletionPause& operator=(DeletionPause&&) = delete;
  ~DeletionPause();

 private:
  explicit DeletionPause(ClickHouseClient& admin) : admin_(&admin) {}
  ClickHouseClient* admin_;
};

// Called every half second while it goes on; false gives up waiting.
using StillWanted = std::function<bool()>;

// Writes our database to the folder `name` in the server's folder of backups ($LUFT_DATA/backups of
// the embedded one), or makes the database from it; returns when it is done. As admin.
[[nodiscard]] ClickHouseResult<void> back_up(ClickHouseClient& admin, const std::string& name,
                                             const StillWanted& still_wanted);
[[nodiscard]] ClickHouseResult<void> restore(ClickHouseClient& admin, const std::string& name,
                                             const StillWanted& still_wanted);

}  // namespace luft::store

// Brings a database to the schema this program was built with: numbered SQL files, forward only,
// never destructive.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/clickhouse_client.h"
#include "store/layout.h"

namespace luft::store {

struct Migration {
  std::uint32_t version = 0;  // from the file's name, 0001_… upwards without gaps
  std::string_view name;      // the file's name
  std::string_view sql;       // statements, each ending in `;` at the end of a line
};

// schema/*.sql, as built into the program, ordered by version.
[[nodiscard]] std::span<const Migration> all_migrations();

struct MigrationReport {
  std::uint32_t from_version = 0;  // 0: the database was empty
  std::uint32_t to_version = 0;
};

// As the admin user. Applies what is missing, in order; what is there already stays untouched, so
// that it can be run at every start, and again after one that was killed halfway. Errors:
// bad_request when the database is newer than this program or an applied file was changed since;
// otherwise the failed statement's, with the file's name in the message.
[[nodiscard]] ClickHouseResult<MigrationReport> migrate(
    ClickHouseClient& admin, std::span<const Migration> migrations = all_migrations(),
    const Layout& layout = {});

}  // namespace luft::store

// How long history is kept: ClickHouse deletes readings and decisions that are older than the
// configured days, by itself (TTL). The rollups stay, so that long ranges keep their course and
// whoever counts can tell what was deleted from what was lost; so do people's wishes, which are few
// and learned from. For ever unless configured.
#pragma once

#include <cstdint>
#include <string>

#include "store/clickhouse_client.h"
#include "store/layout.h"

namespace luft::store {

struct RetentionReport {
  std::uint32_t days_before = 0;  // 0: for ever
  std::uint32_t days = 0;
};

// As the admin user, at each start, after migrate(). Changes nothing when `days` is in force
// already; goes on after one that was killed halfway.
[[nodiscard]] ClickHouseResult<RetentionReport> apply_retention(ClickHouseClient& admin,
                                                                std::uint32_t days,
                                                                const Layout& layout = {});

// The day (UTC, "2026-11-25") up to which readings may have been deleted under any retention that
// was ever in force; "1970-01-01": nothing was.
[[nodiscard]] ClickHouseResult<std::string> retention_horizon(ClickHouseClient& client);

}  // namespace luft::store

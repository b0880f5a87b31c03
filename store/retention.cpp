#include "store/retention.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

namespace luft::store {
namespace {

// What has a moment and grows by itself. Not the rollups and the registry, and not `wishes`: what a
// person's hand chose is rare, and all that the model has to learn a household's taste from.
constexpr std::string_view kTables[] = {
    "readings",      "predictions",     "window_actions", "quarantine",
    "device_events", "service_metrics", "service_events", "shadow_decisions",
};

std::uint32_t number_in(std::string_view text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

ClickHouseResult<std::uint32_t> ask_number(ClickHouseClient& client, std::string_view sql,
                                           const std::vector<NamedValue>& parameters = {}) {
  const auto answer = client.query(sql, parameters);
  if (!answer) return std::unexpected(answer.error());
  return number_in(*answer);
}

// The days in a table's TTL, 0 when it has none.
ClickHouseResult<std::uint32_t> days_of(ClickHouseClient& admin, std::string_view table,
                                        const Layout& layout) {
  return ask_number(
      admin,
      "SELECT toUInt32OrZero(extract(engine_full, 'TTL .*toIntervalDay\\\\((\\\\d+)')) "
      "FROM system.tables WHERE database = {database:String} AND name = {table:String}",
      {{"database", std::string(layout.rows_database())}, {"table", std::string(table)}});
}

}  // namespace

ClickHouseResult<RetentionReport> apply_retention(ClickHouseClient& admin, std::uint32_t days,
                                                  const Layout& layout) {
  const auto before = ask_number(admin, "SELECT argMax(days, applied) FROM luft.retention_changes");
  if (!before) return std::unexpected(before.error());
  // Before the first row can go: whoever counts must not miss any.
  if (*before != days) {
    const auto noted = admin.query("INSERT INTO luft.retention_changes (days) SELECT {days:UInt32}",
                                   {{"days", std::to_string(days)}});
    if (!noted) return std::unexpected(noted.error());
  }
  for (const auto table : kTables) {
    const auto now = days_of(admin, table, layout);
    if (!now) return std::unexpected(now.error());
    if (*now == days) continue;
    const std::string alter =
        fmt::format("ALTER TABLE {}.{} {} ", layout.rows_database(), table, layout.on_cluster());
    const auto changed = admin.query(
        alter + (days == 0 ? "REMOVE TTL"
                           : fmt::format("MODIFY TTL toDateTime(time) + toIntervalDay({})", days)));
    if (changed) continue;
    ClickHouseError error = changed.error();
    error.message = fmt::format("clickhouse.retention_days: {}", error.message);
    return std::unexpected(std::move(error));
  }
  return RetentionReport{.days_before = *before, .days = days};
}

ClickHouseResult<std::string> retention_horizon(ClickHouseClient& client) {
  auto answer = client.query(
      "SELECT max(toDate(if(days = 0, toDateTime64(0, 3, 'UTC'), until - toIntervalDay(days)))) "
      "FROM (SELECT days, leadInFrame(applied, 1, now64(3, 'UTC')) OVER (ORDER BY applied "
      "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS until "
      "FROM luft.retention_changes)");
  if (answer) answer->resize(answer->find_last_not_of('\n') + 1);
  return answer;
}

}  // namespace luft::store

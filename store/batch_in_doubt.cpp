// The batch is put into a table in memory beside its own, and everything else happens there.
#include "store/batch_in_doubt.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "store/batch_insert.h"
#include "store/retention.h"

namespace luft::store {
namespace {

using Done = ClickHouseResult<void>;

// Each token can be in vain once: when the server died after writing it down and before the rows.
constexpr int kTokens = 4;

struct StagedBatch {
  std::string_view table;
  std::string_view columns;
  std::string_view token;
  std::string name;     // of the table that holds its rows meanwhile
  std::string horizon;  // the last day of which retention may have deleted rows
};

std::string name_for(std::string_view token) {
  std::string name = "luft.batch_in_doubt_";
  for (const char c : token) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

Done run(ClickHouseClient& admin, std::string_view sql,
         const std::vector<NamedValue>& parameters = {}) {
  const auto done = admin.query(sql, parameters);
  if (!done) return std::unexpected(done.error());
  return {};
}

Done stage(ClickHouseClient& admin, const StagedBatch& batch, std::string_view bytes) {
  const auto made = run(admin, fmt::format("CREATE OR REPLACE TABLE {} AS {} ENGINE = Memory",
                                           batch.name, batch.table));
  if (!made) return made;
  return admin.insert(
      fmt::format("INSERT INTO {} ({}) FORMAT RowBinary", batch.name, batch.columns), bytes);
}

bool has_column(std::string_view columns, std::string_view name) {
  return fmt::format(", {},", columns).find(fmt::format(", {},", name)) != std::string::npos;
}

// Which rows of the batch to insert, as a condition: ClickHouse stores those of one month at once
// or not at all, so when one is not there, none is. Rows that retention may have deleted say
// nothing.
struct Lacking {
  std::string months;      // in which rows are missing
  std::string old_months;  // in which no row would have to be there
};

Lacking lacking(const StagedBatch& batch) {
  constexpr std::string_view kMonth = "toYYYYMM(time)";
  const std::string stays = fmt::format("toDate(time) > '{}'", batch.horizon);
  // A batch is young, so the times in it leave little of the table to look at.
  std::string near = "true";
  for (const std::string_view time : {"time", "received"}) {
    if (!has_column(batch.columns, time)) continue;
    near +=
        fmt::format(" AND {0} BETWEEN (SELECT min({0}) FROM {1}) AND (SELECT max({0}) FROM {1})",
                    time, batch.name);
  }
  const std::string row = fmt::format("formatRow('RowBinary', {})", batch.columns);
  return {.months = fmt::format("{0} IN (SELECT {0} FROM {1} WHERE {2} AND {3} NOT IN "
                                "(SELECT {3} FROM {4} WHERE {5}))",
                                kMonth, batch.name, stays, row, batch.table, near),
          .old_months =
              fmt::format("{0} NOT IN (SELECT {0} FROM {1} WHERE {2})", kMonth, batch.name, stays)};
}

Done insert_missing(ClickHouseClient& admin, const StagedBatch& batch) {
  const Lacking lacks = lacking(batch);
  std::string rows =
      fmt::format("FROM {} WHERE {} OR {}", batch.name, lacks.months, lacks.old_months);
  for (int i = 1; i <= kTokens; ++i) {
    const std::string token =
        i == 1 ? std::string(batch.token) : fmt::format("{}-{}", batch.token, i);
    // Before anything is looked for: behind this an insert of that token that is still running has
    // either stored its rows, or will not.
    const auto inserted = admin.insert(
        fmt::format("INSERT INTO {0} ({1}) SELECT {1} {2}", batch.table, batch.columns, rows), "",
        once_settings(token));
    if (!inserted) return inserted;
    rows = fmt::format("FROM {} WHERE {}", batch.name, lacks.months);
    const auto left = admin.query("SELECT count() " + rows);
    if (!left) return std::unexpected(left.error());
    if (*left == "0\n") return {};
  }
  return std::unexpected(
      ClickHouseError{ClickHouseErrorKind::server_error, 0,
                      fmt::format("{}: rows of batch {} are acknowledged and not there",
                                  batch.table, batch.token)});
}

// What an insert that still runs is about to add to the rollups must not be added here.
Done expect_nothing_runs(ClickHouseClient& admin, const StagedBatch& batch) {
  const auto running = admin.query(
      "SELECT count() FROM system.processes "
      "WHERE Settings['insert_deduplication_token'] = {token:String}",
      {{"token", std::string(batch.token)}});
  if (!running) return std::unexpected(running.error());
  if (*running == "0\n") return {};
  return std::unexpected(ClickHouseError{
      ClickHouseErrorKind::overloaded, 0,
      fmt::format("{}: an insert of batch {} is still running", batch.table, batch.token)});
}

struct Rollup {
  std::string_view table;
  std::string_view bucket;  // the function that says which bucket a time is in
};
// Each fills the next one, so what one lacks is put in before the next is looked at.
constexpr Rollup kRollups[] = {
    {"luft.readings_10m", "toStartOfTenMinutes"},
    {"luft.readings_1h", "toStartOfHour"},
    {"luft.readings_1d", "toStartOfDay"},
};

// Adds the difference to what the readings say. A bucket that has too many samples gets a
// difference below zero: sums of UInt64 wrap, in ClickHouse too.
constexpr std::string_view kCorrect = R"(
INSERT INTO {table} (device, metric, time, samples, total, lowest, highest, last)
SELECT device, metric, start, toUInt64(said.samples - counted.samples),
    said.total - counted.total, lowest, highest, last
FROM (
    SELECT device, metric, {bucket}(reading.time) AS start, count() AS samples,
        sum(value) AS total, min(value) AS lowest, max(value) AS highest,
        max((reading.time, value)) AS last
    FROM luft.readings AS reading
    WHERE (device, metric, start) IN (SELECT device, metric, {bucket}(time) FROM {staged})
    GROUP BY device, metric, start) AS said
LEFT JOIN (
    SELECT device, metric, part.time AS start, sum(part.samples) AS samples,
        sum(part.total) AS total
    FROM {table} AS part
    WHERE (device, metric, start) IN (SELECT device, metric, {bucket}(time) FROM {staged})
    GROUP BY device, metric, start) AS counted
USING (device, metric, start)
WHERE said.samples != counted.samples AND toDate(start) > {{horizon:Date}})";

Done correct_rollups(ClickHouseClient& admin, const StagedBatch& batch) {
  if (const auto nothing_runs = expect_nothing_runs(admin, batch); !nothing_runs) {
    return nothing_runs;
  }
  for (const Rollup& rollup : kRollups) {
    const auto corrected =
        run(admin,
            fmt::format(fmt::runtime(kCorrect), fmt::arg("table", rollup.table),
                        fmt::arg("bucket", rollup.bucket), fmt::arg("staged", batch.name)),
            {{"horizon", batch.horizon}});
    if (!corrected) return corrected;
  }
  return {};
}

// The newest position counts, however often it is put in.
Done add_positions(ClickHouseClient& admin, const StagedBatch& batch, std::string_view position) {
  return run(admin, fmt::format("INSERT INTO luft.window_positions_1h (device, time, last) "
                                "SELECT device, toStartOfHour(row.time), "
                                "(row.time, assumeNotNull({0})) FROM {1} AS row "
                                "WHERE {0} IS NOT NULL",
                                position, batch.name));
}

Done settle_rollups(ClickHouseClient& admin, const StagedBatch& batch) {
  if (batch.table == "luft.readings") return correct_rollups(admin, batch);
  if (batch.table == "luft.predictions") return add_positions(admin, batch, "position_before");
  if (batch.table == "luft.window_actions") return add_positions(admin, batch, "to_pct");
  return {};
}

// Rows without a time are the registry's, of which the newest counts, however often it is stored.
Done insert_again(ClickHouseClient& admin, std::string_view table, std::string_view columns,
                  std::string_view bytes) {
  return admin.insert(fmt::format("INSERT INTO {} ({}) FORMAT RowBinary", table, columns), bytes,
                      {{"insert_deduplicate", "0"}, {"async_insert", "0"}});
}

}  // namespace

Done settle_batch(ClickHouseClient& admin, std::string_view table, std::string_view columns,
                  std::string_view bytes, std::string_view token) {
  if (!has_column(columns, "time")) return insert_again(admin, table, columns, bytes);
  const auto horizon = retention_horizon(admin);
  if (!horizon) return std::unexpected(horizon.error());
  const StagedBatch batch{.table = table,
                          .columns = columns,
                          .token = token,
                          .name = name_for(token),
                          .horizon = *horizon};
  const auto staged = stage(admin, batch, bytes);
  if (!staged) return staged;
  if (const auto inserted = insert_missing(admin, batch); !inserted) return inserted;
  if (const auto settled = settle_rollups(admin, batch); !settled) return settled;
  return run(admin, fmt::format("DROP TABLE {} SYNC", batch.name));
}

}  // namespace luft::store

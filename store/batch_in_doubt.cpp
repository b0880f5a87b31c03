// The batch is put into a temporary table beside its own, and everything else happens there.
#include "store/batch_in_doubt.h"

#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

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
  std::string horizon;  // the last day of which retention may have deleted rows
};
// Where its rows are meanwhile, in the session of this attempt alone.
constexpr std::string_view kStaged = "batch_in_doubt";

std::string random_name() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}", random(), random(), random());
}

// Settings of an insert that no server can know already, and that is still known as the batch's.
std::vector<NamedValue> anew_settings(std::string_view token) {
  return once_settings(fmt::format("{}-{}", token, random_name()));
}

Done stage(ClickHouseClient& admin, const StagedBatch& batch, std::string_view bytes) {
  const auto made = admin.query(
      fmt::format("CREATE TEMPORARY TABLE {} AS {} ENGINE = Memory", kStaged, batch.table));
  if (!made) return std::unexpected(made.error());
  return admin.insert(fmt::format("INSERT INTO {} ({}) FORMAT RowBinary", kStaged, batch.columns),
                      bytes, {{"async_insert", "0"}});
}

bool has_column(std::string_view columns, std::string_view name) {
  return fmt::format(", {},", columns).find(fmt::format(", {},", name)) != std::string::npos;
}

// Which rows of the batch to insert, as a condition: ClickHouse stores those of one month at once
// or not at all, so when one is not there, none is. Rows that retention may have deleted say
// nothing.
struct Lacking {
  std::string months;      // in which rows are missing
  std::string old_months;  // in which none is there, and none would have to be
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
                    time, kStaged);
  }
  const std::string row = fmt::format("formatRow('RowBinary', {})", batch.columns);
  const std::string there = fmt::format("(SELECT {} FROM {} WHERE {})", row, batch.table, near);
  const auto months = [&](const std::string& condition) {
    return fmt::format("(SELECT {} FROM {} WHERE {})", kMonth, kStaged, condition);
  };
  return {.months = fmt::format("{} IN {}", kMonth,
                                months(fmt::format("{} AND {} NOT IN {}", stays, row, there))),
          .old_months = fmt::format("({0} NOT IN {1} AND {0} NOT IN {2})", kMonth, months(stays),
                                    months(fmt::format("{} IN {}", row, there)))};
}

Done insert_missing(ClickHouseClient& admin, const StagedBatch& batch) {
  const Lacking lacks = lacking(batch);
  std::string rows = fmt::format("FROM {} WHERE {} OR {}", kStaged, lacks.months, lacks.old_months);
  for (int i = 1; i <= kTokens; ++i) {
    const std::string token =
        i == 1 ? std::string(batch.token) : fmt::format("{}-{}", batch.token, i);
    // Before anything is looked for: behind this an insert of that token that is still running has
    // either stored its rows, or will not.
    const auto inserted = admin.insert(
        fmt::format("INSERT INTO {0} ({1}) SELECT {1} {2}", batch.table, batch.columns, rows), "",
        once_settings(token));
    if (!inserted) return inserted;
    rows = fmt::format("FROM {} WHERE {}", kStaged, lacks.months);
    const auto left = admin.query("SELECT count() " + rows);
    if (!left) return std::unexpected(left.error());
    if (*left == "0\n") return {};
  }
  return std::unexpected(
      ClickHouseError{ClickHouseErrorKind::server_error, 0,
                      fmt::format("{}: rows of batch {} are acknowledged and not there",
                                  batch.table, batch.token)});
}

// What an earlier attempt still runs, and is about to add to the rollups, must not be added here.
Done expect_nothing_runs(ClickHouseClient& admin, const StagedBatch& batch) {
  const auto running = admin.query(
      "SELECT count() FROM system.processes "
      "WHERE startsWith(Settings['insert_deduplication_token'], {token:String})",
      {{"token", std::string(batch.token)}});
  if (!running) return std::unexpected(running.error());
  if (*running == "0\n") return {};
  return std::unexpected(ClickHouseError{
      ClickHouseErrorKind::overloaded, 0,
      fmt::format("{}: an insert of batch {} is still running", batch.table, batch.token)});
}

// What a rollup has to say is what the table that fills it says.
struct Rollup {
  std::string_view table;
  std::string_view source;
  std::string_view bucket;  // the function that says which bucket a time is in
  std::string_view sums;    // of the source's rows
};
constexpr std::string_view kOfReadings =
    "count() AS samples, sum(value) AS total, min(value) AS lowest, max(value) AS highest, "
    "max((source.time, value)) AS last";
constexpr std::string_view kOfParts =
    "sum(source.samples) AS samples, sum(source.total) AS total, min(source.lowest) AS lowest, "
    "max(source.highest) AS highest, max(source.last) AS last";
constexpr Rollup kRollups[] = {
    {"luft.readings_10m", "luft.readings", "toStartOfTenMinutes", kOfReadings},
    {"luft.readings_1h", "luft.readings_10m", "toStartOfHour", kOfParts},
    {"luft.readings_1d", "luft.readings_1h", "toStartOfDay", kOfParts},
};

// Adds the difference. A bucket that has too many samples gets one below zero: sums of UInt64 wrap,
// in ClickHouse too. An hour or a day is whole whenever its parts are, as those are kept for ever.
constexpr std::string_view kCorrect = R"(
INSERT INTO {table} (device, metric, time, samples, total, lowest, highest, last)
SELECT device, metric, start, toUInt64(said.samples - counted.samples),
    said.total - counted.total, lowest, highest, last
FROM (
    SELECT device, metric, {bucket}(source.time) AS start, {sums}
    FROM {source} AS source
    WHERE (device, metric, start) IN (SELECT device, metric, {bucket}(time) FROM {staged})
    GROUP BY device, metric, start) AS said
LEFT JOIN (
    SELECT device, metric, part.time AS start, sum(part.samples) AS samples,
        sum(part.total) AS total
    FROM {table} AS part
    WHERE (device, metric, start) IN (SELECT device, metric, {bucket}(time) FROM {staged})
    GROUP BY device, metric, start) AS counted
USING (device, metric, start)
WHERE said.samples != counted.samples AND ({is_parts} OR toDate(start) > '{horizon}')
SETTINGS join_use_nulls = 0)";

Done correct_rollups(ClickHouseClient& admin, const StagedBatch& batch) {
  if (const auto nothing_runs = expect_nothing_runs(admin, batch); !nothing_runs) {
    return nothing_runs;
  }
  for (const Rollup& rollup : kRollups) {
    const auto corrected = admin.insert(
        fmt::format(fmt::runtime(kCorrect), fmt::arg("table", rollup.table),
                    fmt::arg("source", rollup.source), fmt::arg("bucket", rollup.bucket),
                    fmt::arg("sums", rollup.sums), fmt::arg("staged", kStaged),
                    fmt::arg("is_parts", rollup.source != "luft.readings"),
                    fmt::arg("horizon", batch.horizon)),
        "", anew_settings(batch.token));
    if (!corrected) return corrected;
  }
  return {};
}

// The newest position counts, however often it is put in.
Done add_positions(ClickHouseClient& admin, const StagedBatch& batch, std::string_view position) {
  return admin.insert(fmt::format("INSERT INTO luft.window_positions_1h (device, time, last) "
                                  "SELECT device, toStartOfHour(row.time), "
                                  "(row.time, assumeNotNull({0})) FROM {1} AS row "
                                  "WHERE {0} IS NOT NULL",
                                  position, kStaged),
                      "", anew_settings(batch.token));
}

Done settle_rollups(ClickHouseClient& admin, const StagedBatch& batch) {
  if (batch.table == "luft.readings") return correct_rollups(admin, batch);
  if (batch.table == "luft.predictions") return add_positions(admin, batch, "position_before");
  if (batch.table == "luft.window_actions") return add_positions(admin, batch, "to_pct");
  return {};
}

// Rows without a time are the registry's, of which the newest counts, however often it is stored.
Done insert_again(ClickHouseClient& admin, std::string_view table, std::string_view columns,
                  std::string_view bytes, std::string_view token) {
  return admin.insert(fmt::format("INSERT INTO {} ({}) FORMAT RowBinary", table, columns), bytes,
                      anew_settings(token));
}

}  // namespace

Done settle_batch(ClickHouseClient& admin, std::string_view table, std::string_view columns,
                  std::string_view bytes, std::string_view token) {
  if (!has_column(columns, "time")) return insert_again(admin, table, columns, bytes, token);
  const auto horizon = retention_horizon(admin);
  if (!horizon) return std::unexpected(horizon.error());
  const StagedBatch batch{.table = table, .columns = columns, .token = token, .horizon = *horizon};
  // Should the server die, the temporary table is gone, and the next statement says so.
  ClickHouseEndpoint in_session = admin.endpoint();
  in_session.session = random_name();
  ClickHouseClient client{in_session};
  if (const auto staged = stage(client, batch, bytes); !staged) return staged;
  if (const auto inserted = insert_missing(client, batch); !inserted) return inserted;
  if (const auto settled = settle_rollups(client, batch); !settled) return settled;
  const auto dropped = client.query(fmt::format("DROP TEMPORARY TABLE {}", kStaged));
  if (!dropped) return std::unexpected(dropped.error());
  return {};
}

}  // namespace luft::store

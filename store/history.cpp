#include "store/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "store/retention.h"
#include "store/tables.h"

namespace luft::store {
namespace {

using std::chrono::seconds;

constexpr seconds kTenMinutes{600};
constexpr seconds kHour{3600};
constexpr seconds kDay{86'400};

std::string milliseconds_text(TimeMs time) {
  return std::to_string(time.time_since_epoch().count());
}

ClickHouseError unexpected_answer() {
  return {ClickHouseErrorKind::server_error, 0, "the answer ended within a row"};
}

// Reads an answer whose rows `read_one` understands.
template <class Row, class ReadOne>
ClickHouseResult<std::vector<Row>> read_rows(const ClickHouseResult<std::string>& answer,
                                             ReadOne read_one) {
  if (!answer) return std::unexpected(answer.error());
  RowBinaryReader reader(*answer);
  std::vector<Row> rows;
  while (!reader.at_end()) {
    if (!read_one(reader, rows.emplace_back())) return std::unexpected(unexpected_answer());
  }
  return rows;
}

// Where to look for the newest rows of a table.
struct Within {
  std::string_view device{};  // empty: all
  std::optional<TimeMs> before{};
  std::optional<TimeMs> from{};
  std::string_view cause{};   // empty: any; else the table has that column
  std::optional<int> days{};  // so long before `before`, or before the newest row
};

// The newest rows of a table, all its columns.
template <class Row>
ClickHouseResult<std::vector<Row>> newest_within(ClickHouseClient& client, const Within& within,
                                                 std::size_t limit) {
  constexpr std::string_view kBefore = "fromUnixTimestamp64Milli({before:Int64}, 'UTC')";
  std::string condition = "1";
  std::vector<NamedValue> parameters{{"limit", std::to_string(limit)}};
  if (!within.device.empty()) {
    condition += " AND device = {device:String}";
    parameters.push_back({"device", std::string(within.device)});
  }
  if (within.before) {
    condition += fmt::format(" AND time < {}", kBefore);
    parameters.push_back({"before", milliseconds_text(*within.before)});
  }
  if (within.from) {
    condition += " AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')";
    parameters.push_back({"from", milliseconds_text(*within.from)});
  }
  if (!within.cause.empty()) {
    condition += " AND cause = {cause:String}";
    parameters.push_back({"cause", std::string(within.cause)});
  }
  if (within.days) {
    const auto newest_row = fmt::format("(SELECT max(time) FROM {})", Table<Row>::kName);
    condition += fmt::format(" AND time >= {} - INTERVAL {} DAY",
                             within.before ? kBefore : newest_row, *within.days);
  }
  const auto sql =
      fmt::format("SELECT {} FROM {} WHERE {} ORDER BY time DESC LIMIT {{limit:UInt64}} WITH TIES",
                  column_list<Row>(), Table<Row>::kName, condition);
  return read_rows<Row>(client.query(sql, parameters, "RowBinary"),
                        [](RowBinaryReader& reader, Row& row) { return read_row(reader, row); });
}

// They are looked for in the last days first: what is wanted is mostly there, and years need not be
// read. (Those of one device stand together in the table, so that more days cost no more.)
template <class Row>
ClickHouseResult<std::vector<Row>> newest(ClickHouseClient& client, Within within,
                                          std::size_t limit) {
  limit = std::min(limit, kMaxListed);
  for (const int days : {1, 30}) {
    if (within.from || (days == 1 && !within.device.empty())) continue;
    within.days = days;
    auto rows = newest_within<Row>(client, within, limit);
    if (!rows || rows->size() >= limit) return rows;
  }
  within.days.reset();
  return newest_within<Row>(client, within, limit);
}

constexpr std::string_view kRange =
    "device = {device:String} AND metric = {metric:String} "
    "AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') "
    "AND time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

std::string every_reading_sql() {
  return fmt::format(
      "SELECT toUnixTimestamp64Milli(time), value, value, value, toUInt64(1) FROM luft.readings "
      "WHERE {} ORDER BY time, boot, seq LIMIT {{limit:UInt64}}",
      kRange);
}

// Steps count from 1970 UTC, as the rollups' do.
std::string stepped_sql(seconds step) {
  constexpr std::string_view kFromRollup =
      "sum(total) / sum(samples), min(lowest), max(highest), sum(samples)";
  constexpr std::string_view kFromReadings = "avg(value), min(value), max(value), count()";
  std::string_view table = "luft.readings";
  if (step % kTenMinutes == seconds{0}) table = "luft.readings_10m";
  if (step % kHour == seconds{0}) table = "luft.readings_1h";
  if (step % kDay == seconds{0}) table = "luft.readings_1d";
  return fmt::format(
      "SELECT intDiv(toInt64(toUnixTimestamp(time)), {0}) * {0} * 1000 AS start, {1} FROM {2} "
      "WHERE {3} GROUP BY start ORDER BY start LIMIT {{limit:UInt64}}",
      step.count(), table == "luft.readings" ? kFromReadings : kFromRollup, table, kRange);
}

ClickHouseError refusal(std::string message) {
  return {ClickHouseErrorKind::bad_request, 0, std::move(message)};
}

}  // namespace

seconds choose_step(std::chrono::milliseconds range) {
  if (range <= std::chrono::hours{6}) return seconds{0};
  if (range <= std::chrono::days{7}) return kTenMinutes;
  if (range <= std::chrono::days{90}) return kHour;
  return kDay;
}

ClickHouseResult<ReadingSeries> History::readings(const ReadingsQuery& query) {
  if (query.from >= query.to) {
    return std::unexpected(refusal("the range is empty: `from` must be before `to`"));
  }
  ReadingSeries series;
  series.step = query.step.value_or(choose_step(query.to - query.from));
  if (series.step < seconds{0}) return std::unexpected(refusal("`step` must not be negative"));

  TimeMs from = query.from;
  if (series.step > seconds{0}) {
    const auto start = std::chrono::floor<seconds>(query.from).time_since_epoch();
    from = TimeMs(start - start % series.step);
    if ((query.to - from) / series.step >= static_cast<std::int64_t>(kMaxPoints)) {
      return std::unexpected(refusal(fmt::format(
          "a step of {} s makes more than {} points: ask for a longer step or a shorter range",
          series.step.count(), kMaxPoints)));
    }
  }
  const auto answer =
      client_.query(series.step == seconds{0} ? every_reading_sql() : stepped_sql(series.step),
                    {{"device", query.device},
                     {"metric", query.metric},
                     {"from", milliseconds_text(from)},
                     {"to", milliseconds_text(query.to)},
                     {"limit", std::to_string(kMaxPoints + 1)}},
                    "RowBinary");
  auto points = read_rows<ReadingPoint>(answer, [](RowBinaryReader& reader, ReadingPoint& point) {
    return reader.read(point.time) && reader.read(point.mean) && reader.read(point.min) &&
           reader.read(point.max) && reader.read(point.count);
  });
  if (!points) return std::unexpected(points.error());
  series.points = *std::move(points);
  series.complete = series.points.size() <= kMaxPoints;
  if (!series.complete) series.points.resize(kMaxPoints);
  return series;
}

ClickHouseResult<std::vector<LatestReading>> History::latest(std::string_view device) {
  const auto answer = client_.query(
      "SELECT metric, (max(last) AS newest).1, newest.2 FROM luft.readings_1d "
      "WHERE device = {device:String} GROUP BY metric ORDER BY metric",
      {{"device", std::string(device)}}, "RowBinary");
  return read_rows<LatestReading>(answer, [](RowBinaryReader& reader, LatestReading& latest) {
    return reader.read(latest.metric) && reader.read(latest.time) && reader.read(latest.value);
  });
}

ClickHouseResult<std::vector<PredictionRow>> History::decisions(std::string_view device,
                                                                std::size_t limit,
                                                                std::optional<TimeMs> before) {
  return newest<PredictionRow>(client_, {.device = device, .before = before}, limit);
}

ClickHouseResult<std::vector<WindowActionRow>> History::window_actions(
    const MovementsQuery& query) {
  return newest<WindowActionRow>(
      client_,
      {.device = query.device, .before = query.before, .from = query.from, .cause = query.cause},
      query.limit);
}

ClickHouseResult<std::vector<QuarantineRow>> History::quarantine(std::size_t limit,
                                                                 std::optional<TimeMs> before) {
  return newest<QuarantineRow>(client_, {.before = before}, limit);
}

ClickHouseResult<std::vector<WishRow>> History::wishes(std::string_view after, std::size_t limit) {
  const auto sql = fmt::format(
      "SELECT {} FROM {} WHERE id > {{after:String}} ORDER BY id LIMIT {{limit:UInt64}}",
      column_list<WishRow>(), Table<WishRow>::kName);
  const auto answer = client_.query(
      sql,
      {{"after", std::string(after)}, {"limit", std::to_string(std::min(limit, kMaxExamples))}},
      "RowBinary");
  return read_rows<WishRow>(
      answer, [](RowBinaryReader& reader, WishRow& row) { return read_row(reader, row); });
}

// How many rows there are in all is known without reading one; how many of each device is read from
// the daily rollup, which is 10,000 times smaller, as long as its samples add up to those rows.
ClickHouseResult<std::map<std::string, StoredCounts>> History::stored_counts() {
  struct Counted {
    std::string device;
    StoredCounts counts;
  };
  // The rollup alone is quick, and right as long as nothing was deleted.
  const auto adds_up = client_.query(
      "SELECT (SELECT count() FROM luft.readings) = (SELECT sum(samples) FROM luft.readings_1d)");
  if (!adds_up) return std::unexpected(adds_up.error());
  const auto horizon = retention_horizon(client_);
  if (!horizon) return std::unexpected(horizon.error());
  // The day in which the horizon lies is partly deleted: all of it is taken from the rollup.
  const std::string_view readings =
      adds_up->starts_with('1')
          ? "SELECT device, sum(samples) AS readings, toUInt64(0) AS quarantined "
            "FROM luft.readings_1d GROUP BY device"
          : "SELECT device, count() AS readings, toUInt64(0) AS quarantined FROM luft.readings "
            "WHERE time >= toDateTime64({day:Date}, 3, 'UTC') + toIntervalDay(1) "
            "GROUP BY device UNION ALL "
            "SELECT device, sum(samples), toUInt64(0) FROM luft.readings_1d "
            "WHERE time <= toDateTime({day:Date}, 'UTC') GROUP BY device";
  const auto answer = client_.query(
      std::string{"SELECT device, sum(readings), sum(quarantined) FROM ("}.append(readings) +
          " UNION ALL SELECT device, toUInt64(0), count() FROM luft.quarantine GROUP BY device"
          ") GROUP BY device",
      {{"day", *horizon}}, "RowBinary");
  auto rows = read_rows<Counted>(answer, [](RowBinaryReader& reader, Counted& row) {
    return reader.read(row.device) && reader.read(row.counts.readings) &&
           reader.read(row.counts.quarantined);
  });
  if (!rows) return std::unexpected(rows.error());
  std::map<std::string, StoredCounts> counts;
  for (auto& row : *rows) counts.emplace(std::move(row.device), row.counts);
  return counts;
}

ClickHouseResult<std::map<std::string, std::uint64_t>> History::stored_twice(TimeMs from) {
  const auto answer = client_.query(
      "SELECT device, sum(again) AS extra FROM ("
      "SELECT device, count() - uniqExact(seq) AS again FROM luft.readings WHERE seq > 0 "
      "AND time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') GROUP BY device, boot) "
      "GROUP BY device HAVING extra > 0",
      {{"from", milliseconds_text(from)}}, "RowBinary");
  using DeviceAndExtra = std::pair<std::string, std::uint64_t>;
  const auto rows =
      read_rows<DeviceAndExtra>(answer, [](RowBinaryReader& reader, DeviceAndExtra& row) {
        return reader.read(row.first) && reader.read(row.second);
      });
  if (!rows) return std::unexpected(rows.error());
  return std::map<std::string, std::uint64_t>(rows->begin(), rows->end());
}

}  // namespace luft::store

// How good decisions were, by what people's hands say: History's questions about that.
#include <fmt/format.h>

#include "store/history.h"
#include "store/row_binary.h"

namespace luft::store {
namespace {

constexpr std::string_view kWithin =
    "time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') "
    "AND time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

// Only decisions of a hand's hour and the one before are joined, so that a year costs little.
std::string quality_sql(std::chrono::seconds step) {
  const auto start = fmt::format("intDiv(toUnixTimestamp64Milli(time), {0}) * {0}",
                                 std::chrono::milliseconds{step}.count());
  const auto hands =
      fmt::format("SELECT device, time, position FROM luft.wishes WHERE {}", kWithin);
  return fmt::format(
      "SELECT start, sum(d), sum(h), sum(c), if(sum(h) = 0, 0., sum(far) / sum(h)), "
      "if(sum(d) = 0, 0., sum(sure) / sum(d)), sum(o) FROM ("
      "SELECT {0} AS start, count() AS d, toUInt64(0) AS h, toUInt64(0) AS c, 0. AS far, "
      "sum(assumeNotNull(confidence)) AS sure, toUInt64(0) AS o FROM luft.predictions "
      "WHERE position IS NOT NULL AND {1} GROUP BY start "
      "UNION ALL SELECT {0} AS start, 0, count(), "
      "countIf(chosen.position >= decision.low AND chosen.position <= decision.high), "
      "sum(abs(chosen.position - decision.position)), 0., 0 "
      "FROM ({2}) AS chosen ASOF JOIN (SELECT device, time AS at, "
      "assumeNotNull(position) AS position, low, high FROM luft.predictions "
      "WHERE position IS NOT NULL AND (device, toStartOfHour(time)) IN (SELECT device, "
      "arrayJoin([toStartOfHour(time), toStartOfHour(time) - 3600]) FROM ({2}))) AS decision "
      "ON chosen.device = decision.device AND chosen.time >= decision.at GROUP BY start "
      "UNION ALL SELECT {0} AS start, 0, 0, 0, 0., 0., count() FROM luft.window_actions "
      "WHERE cause = 'person' AND {1} GROUP BY start) GROUP BY start ORDER BY start",
      start, kWithin, hands);
}

ClickHouseError cut_answer() {
  return {ClickHouseErrorKind::server_error, 0, "the answer ended within a row"};
}

}  // namespace

ClickHouseResult<std::vector<QualityPoint>> History::quality(TimeMs from, TimeMs to,
                                                             std::chrono::seconds step) {
  if (from >= to || step <= std::chrono::seconds{0}) {
    return std::unexpected(ClickHouseError{ClickHouseErrorKind::bad_request, 0,
                                           "the range is empty: `from` must be before `to`"});
  }
  const auto answer = client_.query(quality_sql(step),
                                    {{"from", std::to_string(from.time_since_epoch().count())},
                                     {"to", std::to_string(to.time_since_epoch().count())}},
                                    "RowBinary");
  if (!answer) return std::unexpected(answer.error());
  RowBinaryReader reader(*answer);
  std::vector<QualityPoint> points;
  while (!reader.at_end()) {
    QualityPoint& point = points.emplace_back();
    const bool whole = reader.read(point.time) && reader.read(point.decisions) &&
                       reader.read(point.hands) && reader.read(point.covered) &&
                       reader.read(point.distance_pct) && reader.read(point.confidence) &&
                       reader.read(point.overrides);
    if (!whole) return std::unexpected(cut_answer());
  }
  return points;
}

ClickHouseResult<Storage> History::storage() {
  const auto answer = client_.query(
      "SELECT version(), sum(samples), toInt64(toUnixTimestamp(min(time))) * 1000 "
      "FROM luft.readings_1d",
      {}, "RowBinary");
  if (!answer) return std::unexpected(answer.error());
  RowBinaryReader reader(*answer);
  Storage storage;
  if (!reader.read(storage.version) || !reader.read(storage.readings) ||
      !reader.read(storage.oldest)) {
    return std::unexpected(cut_answer());
  }
  return storage;
}

}  // namespace luft::store

// How good decisions were, by what people's hands say: History's questions about that.
#include <fmt/format.h>

#include "store/history.h"
#include "store/row_binary.h"

namespace luft::store {
namespace {

constexpr std::string_view kWithin =
    "time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') "
    "AND time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')";

// Only decisions of a hand's hour and the one before are joined, so that a year costs little. Found
// by a hash, in half the time of a tuple; one that is found by chance is left out by the join.
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
      "WHERE position IS NOT NULL AND cityHash64(device, toStartOfHour(time)) IN (SELECT "
      "cityHash64(device, toStartOfHour(time) - arrayJoin([0, 3600])) FROM ({2}))) AS decision "
      "ON chosen.device = decision.device AND chosen.time >= decision.at GROUP BY start "
      "UNION ALL SELECT {0} AS start, 0, 0, 0, 0., 0., count() FROM luft.window_actions "
      "WHERE cause = 'person' AND {1} GROUP BY start) GROUP BY start ORDER BY start",
      start, kWithin, hands);
}

std::string shadows_sql() {
  return fmt::format(
      "SELECT model, min(first), max(last) AS newest, sum(d), sum(same), sum(known), sum(there), "
      "sum(h), sum(along), sum(against) FROM ("
      "SELECT model, min(time) AS first, max(time) AS last, count() AS d, "
      "countIf(abs(position - in_force) <= {1}) AS same, count(stood) AS known, "
      "countIf(abs(position - stood) <= {1}) AS there, toUInt64(0) AS h, toUInt64(0) AS along, "
      "toUInt64(0) AS against FROM luft.shadow_decisions WHERE {0} GROUP BY model "
      "UNION ALL SELECT model, min(at), max(at), 0, 0, 0, 0, count(), "
      "countIf(abs(would) > {1} AND sign(would) = sign(did)), "
      "countIf(abs(would) > {1} AND sign(would) != sign(did)) FROM ("
      "SELECT decision.model AS model, decision.at AS at, chosen.position - chosen.before AS did, "
      "decision.position - chosen.before AS would FROM ("
      "SELECT device, time, position, assumeNotNull(position_before) AS before FROM luft.wishes "
      "WHERE position_before IS NOT NULL AND abs(position - position_before) > {1} AND {0}"
      ") AS chosen ASOF JOIN (SELECT device, time AS at, model, position "
      "FROM luft.shadow_decisions WHERE {0}) AS decision "
      "ON chosen.device = decision.device AND chosen.time >= decision.at "
      "WHERE decision.at >= chosen.time - INTERVAL 1 HOUR) GROUP BY model) "
      "GROUP BY model ORDER BY newest DESC, model",
      kWithin, kShadowTolerance_pct);
}

ClickHouseError empty_range() {
  return {ClickHouseErrorKind::bad_request, 0, "the range is empty: `from` must be before `to`"};
}

std::vector<NamedValue> range(TimeMs from, TimeMs to) {
  return {{"from", std::to_string(from.time_since_epoch().count())},
          {"to", std::to_string(to.time_since_epoch().count())}};
}

ClickHouseError cut_answer() {
  return {ClickHouseErrorKind::server_error, 0, "the answer ended within a row"};
}

}  // namespace

ClickHouseResult<std::vector<QualityPoint>> History::quality(TimeMs from, TimeMs to,
                                                             std::chrono::seconds step) {
  if (from >= to || step <= std::chrono::seconds{0}) {
    return std::unexpected(empty_range());
  }
  const auto answer = client_.query(quality_sql(step), range(from, to), "RowBinary");
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

ClickHouseResult<std::vector<ShadowFigures>> History::shadows(TimeMs from, TimeMs to) {
  if (from >= to) return std::unexpected(empty_range());
  const auto answer = client_.query(shadows_sql(), range(from, to), "RowBinary");
  if (!answer) return std::unexpected(answer.error());
  RowBinaryReader reader(*answer);
  std::vector<ShadowFigures> all;
  while (!reader.at_end()) {
    ShadowFigures& one = all.emplace_back();
    const bool whole = reader.read(one.model) && reader.read(one.first) && reader.read(one.last) &&
                       reader.read(one.decisions) && reader.read(one.same) &&
                       reader.read(one.known) && reader.read(one.stood) && reader.read(one.hands) &&
                       reader.read(one.along) && reader.read(one.against);
    if (!whole) return std::unexpected(cut_answer());
  }
  return all;
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

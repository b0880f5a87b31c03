// What the API asks of history, as typed queries. As the reader or the writer user.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/clickhouse_client.h"
#include "store/rows.h"

namespace luft::store {

inline constexpr std::size_t kMaxPoints = 50'000;  // of one readings query
inline constexpr std::size_t kMaxListed = 1'000;   // rows of one list
inline constexpr std::size_t kMaxExamples = 10'000;

struct ReadingsQuery {
  std::string device;
  std::string metric;
  TimeMs from;  // inclusive
  TimeMs to;    // exclusive
  // Unset: chosen by the range (choose_step). 0: every reading. Otherwise at least 1 s.
  std::optional<std::chrono::seconds> step;
};

// Every reading up to 6 h, 10 min up to 7 days, 1 h up to 90 days, else 1 day.
[[nodiscard]] std::chrono::seconds choose_step(std::chrono::milliseconds range);

struct ReadingPoint {
  TimeMs time;  // of the reading; with a step: the start of [time, time + step), UTC
  double mean = 0;
  double min = 0;
  double max = 0;
  std::uint64_t count = 0;
};

struct ReadingSeries {
  std::chrono::seconds step{0};      // that was used
  std::vector<ReadingPoint> points;  // ascending; steps without readings are left out
  bool complete = true;              // false: cut at kMaxPoints, the oldest are here
};

// What one window did; without bounds and cause all of it.
struct MovementsQuery {
  std::string device{};
  std::size_t limit = kMaxListed;
  std::optional<TimeMs> from{};    // inclusive
  std::optional<TimeMs> before{};  // exclusive
  std::string cause{};             // as in the row; empty: any
};

struct LatestReading {
  std::string metric;
  TimeMs time;
  double value = 0;
};

// What a stretch of time says of the decisions in it. A hand is a position that a person chose in a
// room whose state was known; it is judged by the decision that was in force then.
struct QualityPoint {
  TimeMs time;  // start of the step, UTC
  std::uint64_t decisions = 0;
  std::uint64_t hands = 0;
  std::uint64_t covered = 0;    // hands within low..high
  double distance_pct = 0;      // of hands from the decision, mean; 0 without any
  double confidence = 0;        // mean of the decisions
  std::uint64_t overrides = 0;  // movements by hand, wherever they came from
};

// Nearer than this two positions are the same, where what a model in the shadow would have done is
// compared with what was done, %.
inline constexpr double kShadowTolerance_pct = 5;

// What one model in the shadow would have done, beside what was done. A hand is judged by the
// newest such decision about its window within the hour before, and by where the window stood then;
// one that left the window where it stood says nothing.
struct ShadowFigures {
  std::string model;  // "luft-1.3.0"
  TimeMs first;       // decision
  TimeMs last;
  std::uint64_t decisions = 0;
  std::uint64_t same = 0;     // the model in force put the window there
  std::uint64_t known = 0;    // it was known where the window stood
  std::uint64_t stood = 0;    // it stood there already
  std::uint64_t hands = 0;    // judged
  std::uint64_t along = 0;    // it would have moved the window the same way
  std::uint64_t against = 0;  // the other way; else it would have left it
};

// What history takes up, and where.
struct Storage {
  std::string version;  // of the database
  std::uint64_t readings = 0;
  TimeMs oldest;  // reading; the epoch without any
};

struct StoredCounts {
  std::uint64_t readings = 0;
  std::uint64_t quarantined = 0;
};

// Borrows the client; thread rule as the client's. Lists are newest first and min(limit,
// kMaxListed) long; `before` (exclusive) pages back through them. A list is longer where its last
// millisecond has more rows, so that no page begins within one and skips them.
class History {
 public:
  explicit History(ClickHouseClient& client) : client_(client) {}

  // bad_request: an empty range, or a step that makes more than kMaxPoints points. Steps that are a
  // multiple of 10 min read rollups; then the points at the edges cover their whole step.
  [[nodiscard]] ClickHouseResult<ReadingSeries> readings(const ReadingsQuery& query);

  // The newest reading of each metric.
  [[nodiscard]] ClickHouseResult<std::vector<LatestReading>> latest(std::string_view device);

  // An empty `device` means all devices.
  [[nodiscard]] ClickHouseResult<std::vector<PredictionRow>> decisions(
      std::string_view device, std::size_t limit, std::optional<TimeMs> before = {});
  [[nodiscard]] ClickHouseResult<std::vector<WindowActionRow>> window_actions(
      const MovementsQuery& query);
  [[nodiscard]] ClickHouseResult<std::vector<QuarantineRow>> quarantine(
      std::size_t limit, std::optional<TimeMs> before = {});

  // Oldest first, at most min(limit, kMaxExamples), those after the one with this id; empty: all.
  [[nodiscard]] ClickHouseResult<std::vector<WishRow>> wishes(std::string_view after,
                                                              std::size_t limit);

  // Ascending; steps without decisions and hands are left out. `step`: an hour or a day.
  [[nodiscard]] ClickHouseResult<std::vector<QualityPoint>> quality(TimeMs from, TimeMs to,
                                                                    std::chrono::seconds step);
  // Of each model that decided in the shadow then, the one that did so last first.
  [[nodiscard]] ClickHouseResult<std::vector<ShadowFigures>> shadows(TimeMs from, TimeMs to);
  [[nodiscard]] ClickHouseResult<Storage> storage();

  // Rows per device, for `luft verify`: what is there, and what retention may have deleted by now,
  // as the daily rollup, which stays, remembers it.
  [[nodiscard]] ClickHouseResult<std::map<std::string, StoredCounts>> stored_counts();

  // Identified readings since `from` that are stored more than once: rows beyond the first, of
  // each device that has some.
  [[nodiscard]] ClickHouseResult<std::map<std::string, std::uint64_t>> stored_twice(TimeMs from);

 private:
  ClickHouseClient& client_;
};

}  // namespace luft::store

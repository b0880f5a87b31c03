// A year of 100 devices, some 100 million readings with their rollups and decisions, as if they had
// come one by one: what the benchmarks of history ask.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/clickhouse_client.h"

namespace luft::bench {

struct YearOfHistory {
  std::int64_t start_ms = 1'735'689'600'000;  // 2025-01-01, UTC
  std::int64_t end_ms = start_ms + std::int64_t{365} * 24 * 3600 * 1000;
  std::uint64_t readings_per_device = 1'000'000;      // of three metrics in turn
  std::uint64_t decisions_per_device = 365 * 24 * 4;  // one each 15 minutes
};

// Fills a migrated database; throws std::runtime_error when it refuses. Takes minutes.
void fill(store::ClickHouseClient& admin, const YearOfHistory& year,
          const std::vector<std::string>& devices);

}  // namespace luft::bench

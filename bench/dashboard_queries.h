// Every query of Grafana's dashboards over the year of history, as the reader.
#pragma once

#include <vector>

#include "bench/figure.h"
#include "bench/year_of_history.h"
#include "store/testing/test_clickhouse.h"

namespace luft::bench {

// For each dashboard the slowest of its panels over 6 hours, a day, 30 days and the whole year,
// against 200 ms. Fills what the year lacks: movements, choices and the hub's own numbers. Throws
// std::runtime_error when the database refuses, or where grafana/ is not built.
[[nodiscard]] std::vector<Figure> dashboard_queries(
    const store::testing::TestClickHouse& clickhouse, const YearOfHistory& year);

}  // namespace luft::bench

// What the engine takes when nothing but INSERTs reaches it: the baseline for storing readings.
#pragma once

#include <cstddef>
#include <vector>

namespace luft::bench {

// Rows a second, one value a round, into an embedded ClickHouse of its own with the store's tables,
// settings and rollups, in blocks of `rows` as the store sends them: over HTTP, RowBinary, synced.
// Encoding is not counted. Throws std::runtime_error when an insert fails.
[[nodiscard]] std::vector<double> raw_inserts(std::size_t rows, int rounds);

}  // namespace luft::bench

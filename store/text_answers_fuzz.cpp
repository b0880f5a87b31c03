// ClickHouse's answers as text: an error's message keeps its bounds and is one line; rows are read
// back equal when they are written again, or are refused as cut.
#include <fmt/format.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "store/clickhouse_error.h"
#include "store/text_answers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::store;
  const std::string_view answer{reinterpret_cast<const char*>(data), size};
  const ClickHouseError error = make_error(500, 0, answer);
  assert(error.message.size() <= ClickHouseError::kMaxMessageLength);
  assert(error.message.find('\n') == std::string::npos);
  if (const auto applied = read_fingerprints(answer)) {
    std::string csv;
    for (const auto& [version, hash] : *applied) csv += fmt::format("{},{}\n", version, hash);
    assert(read_fingerprints(csv) == *applied);
  }
  if (const auto counts = read_counts(answer)) {
    std::string rows;
    for (const auto& [name, count] : *counts) rows += fmt::format("{}\t{}\n", name, count);
    assert(read_counts(rows) == *counts);
  }
  return 0;
}

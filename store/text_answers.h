// What ClickHouse answers as text, read strictly: an answer that was cut is an error, not fewer
// rows. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "store/clickhouse_client.h"

namespace luft::store {

using AppliedFingerprints = std::map<std::uint32_t, std::uint64_t>;  // by version

// CSV of a migration's version and its fingerprint.
[[nodiscard]] ClickHouseResult<AppliedFingerprints> read_fingerprints(std::string_view csv);

// Tab-separated names and numbers of rows.
[[nodiscard]] ClickHouseResult<std::map<std::string, std::uint64_t>> read_counts(
    std::string_view tab_separated);

}  // namespace luft::store

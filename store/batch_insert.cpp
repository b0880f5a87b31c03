#include "store/batch_insert.h"

#include <fmt/format.h>

namespace luft::store {

std::vector<NamedValue> once_settings(std::string_view token) {
  return {
      {"insert_deduplication_token", std::string(token)},
      {"deduplicate_blocks_in_dependent_materialized_views", "1"},
      // Acknowledged means stored, not queued.
      {"async_insert", "0"},
      // A backlog or a replay may reach over years of monthly partitions; the default refuses more
      // than 100 in one block.
      {"max_partitions_per_insert_block", "0"},
  };
}

ClickHouseResult<void> insert_batch(ClickHouseClient& writer, std::string_view table,
                                    std::string_view columns, std::string_view bytes,
                                    std::string_view token) {
  return writer.insert(fmt::format("INSERT INTO {} ({}) FORMAT RowBinary", table, columns), bytes,
                       once_settings(token));
}

}  // namespace luft::store

// Inserts one batch of rows into its table, once, however often it is sent.
#pragma once

#include <string_view>
#include <vector>

#include "store/clickhouse_client.h"
#include "store/tables.h"

namespace luft::store {

// The settings of an insert that is known by `token` and adds nothing when the table knows it
// already.
[[nodiscard]] std::vector<NamedValue> once_settings(std::string_view token);

// Success: every row and its rollups are stored and synced. After any error the rows may or may not
// be stored: settle it (batch_in_doubt.h). While the server lives it is enough to send the same
// bytes with the same token again: they end up stored once. `token` names the batch among all that
// were ever sent to this table; the newest 10,000 are remembered, across restarts.
[[nodiscard]] ClickHouseResult<void> insert_batch(ClickHouseClient& writer, std::string_view table,
                                                  std::string_view columns, std::string_view bytes,
                                                  std::string_view token);

template <class Row>
[[nodiscard]] ClickHouseResult<void> insert_batch(ClickHouseClient& writer, const Batch<Row>& batch,
                                                  std::string_view token) {
  return insert_batch(writer, Table<Row>::kName, column_list<Row>(), batch.bytes(), token);
}

}  // namespace luft::store

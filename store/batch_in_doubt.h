// Finishes a batch that was sent and of which nobody knows what is stored: the answer never came,
// or whoever sent it was killed.
#pragma once

#include <string_view>

#include "store/clickhouse_client.h"

namespace luft::store {

// Success: every row and its rollups are stored, once, and synced. After an error: call it again.
//
// To send the batch again with its token (batch_insert.h) is not enough once the server may have
// died: ClickHouse writes down a token before the rows (killed in between, it acknowledges rows
// that it does not have), and does not sync what it has written down (after a power cut it stores
// the rows again). So here the rows are looked for, and those of a month inserted when one of them
// is missing: ClickHouse stores the rows of a month at once or not at all, up to a million of them.
// Rollups are then made what the readings say, but for those from which retention may have deleted
// readings.
//
// As the admin user, of one server: a cluster's tokens are its keeper's, which writes and syncs
// them with the rows. One batch of a table at a time. Takes seconds for a batch of 16 MB.
[[nodiscard]] ClickHouseResult<void> settle_batch(ClickHouseClient& admin, std::string_view table,
                                                  std::string_view columns, std::string_view bytes,
                                                  std::string_view token);

}  // namespace luft::store

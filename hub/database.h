// From settings to the database's users.
#pragma once

#include <expected>
#include <string>

#include "hub/journal/store_writer.h"
#include "runtime/settings.h"
#include "store/clickhouse_client.h"

namespace luft::hub {

// The embedded server, or the one configured. Its own server's users have their passwords in the
// data folder; where there is no admin's, the writer applies migrations. The error says which file
// is missing and how to get it.
[[nodiscard]] std::expected<StoreWriter::Database, std::string> database_from(
    const runtime::Settings& settings);

}  // namespace luft::hub

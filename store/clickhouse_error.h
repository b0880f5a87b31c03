// How the client tells the kinds of ClickHouse's errors apart.
#pragma once

#include <string_view>

#include "store/clickhouse_client.h"

namespace luft::store {

// `http_status`, `code` (X-ClickHouse-Exception-Code, 0 when absent) and the answer's text of a
// request that the server refused.
[[nodiscard]] ClickHouseError make_error(int http_status, int code, std::string_view text);

}  // namespace luft::store

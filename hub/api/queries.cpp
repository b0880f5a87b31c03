#include "hub/api/queries.h"

#include <utility>

namespace luft::hub::api {

Queries::Queries(store::ClickHouseEndpoint database) : database_(std::move(database)) {
  database_.reads_within = kTimeLimit;
  database_.answer_timeout = kTimeLimit + std::chrono::seconds{1};
}

}  // namespace luft::hub::api

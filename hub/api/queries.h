// Asks history on behalf of HTTP requests: each with a client of its own, and a limit of time that
// holds in the database too. What is under way ends with the endpoint's cancellation. Any thread.
#pragma once

#include <chrono>

#include "store/clickhouse_client.h"
#include "store/history.h"

namespace luft::hub::api {

class Queries {
 public:
  static constexpr std::chrono::seconds kTimeLimit{10};  // of one question

  explicit Queries(store::ClickHouseEndpoint database);

  // `question` is given a History and returns a ClickHouseResult, which this returns.
  template <class Question>
  auto ask(Question question) const {
    store::ClickHouseClient client{database_};
    store::History history{client};
    return question(history);
  }

 private:
  store::ClickHouseEndpoint database_;
};

}  // namespace luft::hub::api

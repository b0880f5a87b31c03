// A test suite with one real ClickHouse for all of its tests: class MySuite : public EngineFixture.
// Skipped, visibly, when the engine is not installed.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "store/testing/test_clickhouse.h"

namespace luft::store::testing {

class EngineFixture : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (TestClickHouse::available()) shared_server = std::make_unique<TestClickHouse>();
  }
  static void TearDownTestSuite() { shared_server.reset(); }

  void SetUp() override {
    if (!shared_server) GTEST_SKIP() << "the embedded ClickHouse is not installed: ./luft setup";
  }

  static TestClickHouse& server() { return *shared_server; }

  // One statement as `user`, its result as text without the last line's end; failures included.
  static std::string ask(DatabaseUser user, std::string_view sql) {
    const auto answer = shared_server->client(user).query(sql);
    if (!answer) return answer.error().message;
    return answer->substr(0, answer->find_last_not_of('\n') + 1);
  }

 private:
  static inline std::unique_ptr<TestClickHouse> shared_server;
};

}  // namespace luft::store::testing

// A hub between a real broker and a real database, with a proxy before the database, devices that
// remember what they sent, and the comparison of both ends.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hub/testing/faithful_device.h"
#include "hub/testing/hub_process.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"
#include "tests/faults/database_proxy.h"

namespace luft::tests {

// `luft test --long`.
[[nodiscard]] bool is_long();

class Stage : public ::testing::Test {
 protected:
  void SetUp() override;

  // Starts broker, database and hub; `settings` are the hub's LUFT_… variables.
  void start(std::map<std::string, std::string> settings = {});
  hub::testing::FaithfulDevice& add_device(const std::string& id);
  // Devices send again until all is receipted; whether it came to that.
  [[nodiscard]] bool all_receipted(std::chrono::seconds within);
  // Each device's readings are in the database, each once, with the value that was sampled and the
  // time at which it was, and the hub's balance says so too.
  void expect_stored_once();
  void expect_true_to(const std::string& id, const hub::testing::FaithfulDevice& device);
  [[nodiscard]] std::string sql(const std::string& query);
  // The hub's alarm rows, oldest first: "journal_full raised", "journal_full ended".
  [[nodiscard]] std::vector<std::string> alarms();

  std::optional<runtime::testing::TestBroker> broker;
  std::optional<store::testing::TestClickHouse> database;
  std::optional<DatabaseProxy> proxy;
  std::optional<hub::testing::HubProcess> hub;
  std::vector<std::unique_ptr<hub::testing::FaithfulDevice>> devices;
  std::vector<std::string> ids;
};

}  // namespace luft::tests

// The real embedded ClickHouse for tests: luft-clickhouse in a temporary folder on free ports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "runtime/process.h"
#include "store/clickhouse_client.h"
#include "store/credentials.h"

namespace luft::store::testing {

// Starts in about 0.4 s, so the tests of one suite can share one. Ends the server and removes the
// folder when destroyed. Failing to start throws std::runtime_error with the server's output.
class TestClickHouse {
 public:
  enum class Schema : std::uint8_t { none, migrated };

  // False when the engine's library is not installed: then tests GTEST_SKIP() and say so.
  [[nodiscard]] static bool available();

  explicit TestClickHouse(Schema schema = Schema::migrated);
  ~TestClickHouse();
  TestClickHouse(const TestClickHouse&) = delete;
  TestClickHouse& operator=(const TestClickHouse&) = delete;

  [[nodiscard]] ClickHouseEndpoint endpoint(DatabaseUser user) const;
  [[nodiscard]] ClickHouseClient client(DatabaseUser user) const;
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t http_port() const;
  [[nodiscard]] std::uint16_t tcp_port() const;
  [[nodiscard]] std::filesystem::path data_folder() const;  // LUFT_DATA
  [[nodiscard]] pid_t pid() const;

  void kill_hard();            // kill -9, and waits until it is gone
  void hang();                 // SIGSTOP: connections are taken, nothing is answered
  void go_on();                // SIGCONT
  runtime::ExitStatus stop();  // SIGTERM, and waits
  void start();                // after either, on the same folder and ports
  [[nodiscard]] std::string log() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace luft::store::testing

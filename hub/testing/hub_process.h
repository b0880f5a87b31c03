// The real luft-hub as a process against a broker and a database, for tests.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::hub::testing {

// Whether `condition` came true in time. Only for what other processes do.
[[nodiscard]] bool eventually(const std::function<bool()>& condition,
                              std::chrono::milliseconds within = std::chrono::seconds{20});

class HubProcess {
 public:
  // Both must outlive this. Starts it and waits until it serves. Settings are LUFT_… variables; its
  // data folder is the database's, where the passwords are, unless they say another.
  HubProcess(const runtime::testing::TestBroker& broker,
             const store::testing::TestClickHouse& database,
             std::map<std::string, std::string> settings = {});

  void start();  // again, on the same data, until it listens or says that its clock is wrong
  void kill();   // kill -9
  // SIGTERM; how long it took to end.
  std::chrono::milliseconds stop();

  [[nodiscard]] nlohmann::json get(const std::string& path) const;  // null: no good answer
  [[nodiscard]] std::string text(const std::string& path) const;    // empty: no good answer
  [[nodiscard]] int status_of(const std::string& path) const;
  // `body` as JSON, with these headers; the status.
  int post(const std::string& path, const std::string& body,
           const std::map<std::string, std::string>& headers = {}) const;
  // A device's counts as /api/v1/verify says them, once all of it balances.
  [[nodiscard]] nlohmann::json balanced_counts(const std::string& device) const;

  [[nodiscard]] pid_t pid() const { return process_->pid(); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string log() const;
  [[nodiscard]] std::string data_file(const std::string& name) const;

 private:
  [[nodiscard]] std::map<std::string, std::string> password() const;  // a header, where it asks

  runtime::testing::TempFolder folder_;
  std::uint16_t port_;
  std::map<std::string, std::string> settings_;
  std::string data_;
  std::optional<runtime::Process> process_;
};

}  // namespace luft::hub::testing

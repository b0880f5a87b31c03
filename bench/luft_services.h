// The real services for one benchmark: broker, embedded ClickHouse, hub and, when asked for, ml, as
// processes in a temporary folder on free ports. Gone with the object.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::bench {

enum class WithModel : std::uint8_t { no, yes };

// Settings of a hub that limits no device: benchmarks send more than devices may.
extern const std::map<std::string, std::string> kNoRateLimits;

class LuftServices {
 public:
  // `settings`: LUFT_… variables for hub and ml. Throws std::runtime_error when a service does not
  // become ready in 20 s: a benchmark cannot go on without it.
  LuftServices(WithModel with_model, const std::map<std::string, std::string>& settings);

  [[nodiscard]] const runtime::testing::TestBroker& broker() const { return broker_; }
  [[nodiscard]] const store::testing::TestClickHouse& clickhouse() const { return clickhouse_; }

  [[nodiscard]] pid_t hub_pid() const { return hub_->pid(); }
  // Of all services that were started.
  [[nodiscard]] std::vector<pid_t> pids() const;
  [[nodiscard]] std::uint16_t http_port() const { return http_port_; }

  // One of the hub's own metrics. Throws std::runtime_error when it does not tell it.
  [[nodiscard]] double metric(const std::string& name) const;

  // How many readings the hub has brought to its disk. Their receipts follow together, up to 2 s
  // later: those say at the end that all are safe, but not how fast that went.
  [[nodiscard]] std::uint64_t durable() const;

  // Waits until the hub has stored what it took in. Throws std::runtime_error unless the database
  // then holds exactly `readings` identified readings, each once.
  void expect_stored_once(std::uint64_t readings) const;

 private:
  void wait_until_ready();

  runtime::testing::TempFolder folder_;
  runtime::testing::TestBroker broker_;
  store::testing::TestClickHouse clickhouse_;
  std::uint16_t http_port_;
  std::optional<runtime::Process> hub_;
  std::optional<runtime::Process> ml_;
};

// The path of one of Luft's programs: they stand beside this one.
[[nodiscard]] std::string program(std::string_view name);

// The broker's configuration in every benchmark: what `luft up` writes, as far as it matters here.
[[nodiscard]] std::vector<std::string> broker_config();

}  // namespace luft::bench

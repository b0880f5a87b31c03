// The peer: a hub in Go (go_peer/), built here and running against a broker and an engine of its
// own, configured as ours are.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::bench {

// Builds the peer's program into `folder` and returns its path. Throws std::runtime_error that says
// why when Go is missing or cannot build it.
[[nodiscard]] std::string build_go_peer(const runtime::testing::TempFolder& folder);

class GoPeer {
 public:
  // Returns once it has subscribed.
  explicit GoPeer(const std::string& program);
  GoPeer(const GoPeer&) = delete;
  GoPeer& operator=(const GoPeer&) = delete;
  ~GoPeer();

  [[nodiscard]] const runtime::testing::TestBroker& broker() const { return broker_; }

  // Rows that the engine holds, a tenth of a second ago at most; any thread.
  [[nodiscard]] std::uint64_t stored() const { return stored_; }

 private:
  void wait_until_ready() const;
  void count();

  runtime::testing::TempFolder folder_;
  runtime::testing::TestBroker broker_;
  store::testing::TestClickHouse clickhouse_;
  std::optional<runtime::Process> process_;
  std::atomic<std::uint64_t> stored_{0};
  std::atomic<bool> stop_{false};
  std::thread counting_;
};

}  // namespace luft::bench

// Follows how many readings the hub has brought to its disk, so that an offered load can go as
// fast as they get there and leaves no queue in the broker.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "bench/luft_services.h"

namespace luft::bench {

// Asks the hub's metrics fifty times a second. Receipts would say the same, but 2 s later.
class DurableWatch {
 public:
  // `services` must outlive it.
  explicit DurableWatch(const LuftServices& services);

  [[nodiscard]] std::uint64_t total() const { return total_; }  // any thread

 private:
  std::atomic<std::uint64_t> total_{0};
  std::jthread thread_;  // last: uses the above
};

}  // namespace luft::bench

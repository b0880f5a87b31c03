// Very many pages that are open: each holds an event stream of the hub, and reads what comes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "runtime/unique_fd.h"

namespace luft::bench {

class EventStreamCrowd {
 public:
  // Opens `count` streams of the hub at this port and returns once each has heard something. Throws
  // std::runtime_error when they do not, as when the hub refuses so many.
  EventStreamCrowd(std::uint16_t http_port, std::size_t count);
  EventStreamCrowd(const EventStreamCrowd&) = delete;
  EventStreamCrowd& operator=(const EventStreamCrowd&) = delete;
  ~EventStreamCrowd();

  // That all of them together have heard so far.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  // None was ended by the hub.
  [[nodiscard]] bool all_are_open() const { return ended_ == 0; }

 private:
  void read_until_stopped();

  std::vector<runtime::UniqueFd> streams_;
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<std::size_t> heard_{0};
  std::atomic<std::size_t> ended_{0};
  std::atomic<bool> stopping_{false};
  std::thread reader_;
};

}  // namespace luft::bench

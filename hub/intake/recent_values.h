// What was measured lately of one metric in one room: the newest reading and those shortly before
// it, to be averaged. Small, as there are some for each window: what came before the newest takes
// memory only while there is any. Pure.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "contract/metric.h"
#include "hub/moment.h"

namespace luft::hub {

class RecentValues {
 public:
  // Readings of the last kAveraging before the newest count, at most kKept with it.
  static constexpr std::chrono::seconds kAveraging{30};
  static constexpr std::size_t kKept = 6;

  // One that was sampled before the newest is ignored.
  void add(double value, SteadyTime sampled);

  [[nodiscard]] bool any() const { return newest_at_ != kNever; }
  [[nodiscard]] bool fresh(SteadyTime now, std::chrono::milliseconds within) const {
    return any() && now - newest_at_ <= within;
  }
  // Only when there are any.
  [[nodiscard]] double average(contract::Metric metric) const;

 private:
  static constexpr SteadyTime kNever = SteadyTime::min();

  // Newest first.
  struct Earlier {
    std::array<double, kKept - 1> values{};
    std::array<std::uint16_t, kKept - 1> ago_ms{};  // before the newest
    std::uint8_t count = 0;
  };
  static_assert(std::chrono::milliseconds{kAveraging}.count() <= UINT16_MAX);

  void make_newest_earlier(std::chrono::milliseconds ago);

  SteadyTime newest_at_ = kNever;
  double newest_ = 0;
  std::unique_ptr<Earlier> earlier_;  // null: none
};

}  // namespace luft::hub

// When receipts go out: what a device is owed is sent together, at most 2 s after the first of it,
// or at once for batches. Pure.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "hub/journal/batch.h"
#include "hub/moment.h"

namespace luft::hub {

class ReceiptPacer {
 public:
  static constexpr std::chrono::milliseconds kCoalesce{2'000};

  // Only what is safe on disk.
  void add(const ReceiptOwed& owed, SteadyTime now);

  // Appends what is due by `now` to `due`: the newest receipt of each boot, of the lowest boot
  // first.
  void take_due(SteadyTime now, std::vector<ReceiptOwed>& due);
  // All, due or not: at the end.
  void take_all(std::vector<ReceiptOwed>& due);

  // When to look again; empty when nothing is owed.
  [[nodiscard]] std::optional<SteadyTime> next_due() const;

 private:
  struct Deadline {
    SteadyTime at;
    DeviceNumber device;
  };
  void take(DeviceNumber device, std::vector<ReceiptOwed>& due);

  std::unordered_multimap<DeviceNumber, ReceiptOwed> owed_;  // at most one of each boot
  std::deque<Deadline> deadlines_;  // ascending; may name devices that were served meanwhile
  std::vector<DeviceNumber> urgent_;
};

}  // namespace luft::hub

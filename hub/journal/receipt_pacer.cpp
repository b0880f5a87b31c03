#include "hub/journal/receipt_pacer.h"

#include <algorithm>

namespace luft::hub {

void ReceiptPacer::add(const ReceiptOwed& owed, SteadyTime now) {
  const auto [first, end] = owed_.equal_range(owed.device);
  if (first == end) deadlines_.push_back({.at = now + kCoalesce, .device = owed.device});
  const auto same_boot = std::find_if(
      first, end, [&](const auto& each) { return each.second.receipt.boot == owed.receipt.boot; });
  if (same_boot == end) {
    owed_.emplace(owed.device, owed);
  } else {
    same_boot->second.receipt = owed.receipt;
  }
  if (owed.urgency == Urgency::at_once) urgent_.push_back(owed.device);
}

void ReceiptPacer::take_due(SteadyTime now, std::vector<ReceiptOwed>& due) {
  for (const DeviceNumber device : urgent_) take(device, due);
  urgent_.clear();
  while (!deadlines_.empty() && deadlines_.front().at <= now) {
    take(deadlines_.front().device, due);
    deadlines_.pop_front();
  }
}

void ReceiptPacer::take_all(std::vector<ReceiptOwed>& due) {
  while (!owed_.empty()) take(owed_.begin()->first, due);
  deadlines_.clear();
  urgent_.clear();
}

std::optional<SteadyTime> ReceiptPacer::next_due() const {
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.front().at;
}

void ReceiptPacer::take(DeviceNumber device, std::vector<ReceiptOwed>& due) {
  const auto [first, end] = owed_.equal_range(device);
  const auto before = static_cast<std::ptrdiff_t>(due.size());
  for (auto at = first; at != end; ++at) due.push_back(at->second);
  owed_.erase(first, end);
  // A device holds what is newer until what is older is safe, and heeds the last receipt it got.
  std::ranges::sort(due.begin() + before, due.end(), {},
                    [](const ReceiptOwed& owed) { return owed.receipt.boot; });
}

}  // namespace luft::hub

#include "hub/journal/receipt_pacer.h"

#include <algorithm>

namespace luft::hub {

void ReceiptPacer::add(const ReceiptOwed& owed, SteadyTime now) {
  auto& receipts = owed_[owed.device];
  if (receipts.empty()) deadlines_.push_back({.at = now + kCoalesce, .device = owed.device});
  const auto same_boot = std::ranges::find_if(
      receipts, [&](const ReceiptOwed& each) { return each.receipt.boot == owed.receipt.boot; });
  if (same_boot == receipts.end()) {
    receipts.push_back(owed);
  } else {
    same_boot->receipt = owed.receipt;
  }
  if (owed.urgency == Urgency::at_once) urgent_.push_back(owed.device);
}

void ReceiptPacer::take_due(SteadyTime now, std::vector<ReceiptOwed>& due) {
  for (const DeviceNumber device : urgent_) {
    if (const auto at = owed_.find(device); at != owed_.end()) take(at, due);
  }
  urgent_.clear();
  while (!deadlines_.empty() && deadlines_.front().at <= now) {
    const auto at = owed_.find(deadlines_.front().device);
    deadlines_.pop_front();
    if (at != owed_.end()) take(at, due);
  }
}

void ReceiptPacer::take_all(std::vector<ReceiptOwed>& due) {
  while (!owed_.empty()) take(owed_.begin(), due);
  deadlines_.clear();
  urgent_.clear();
}

std::optional<SteadyTime> ReceiptPacer::next_due() const {
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.front().at;
}

void ReceiptPacer::take(Owed::iterator device, std::vector<ReceiptOwed>& due) {
  std::ranges::move(device->second, std::back_inserter(due));
  owed_.erase(device);
}

}  // namespace luft::hub

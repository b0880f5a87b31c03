#include "hub/journal/balance.h"

#include <algorithm>

namespace luft::hub {

bool DeviceBalance::balanced() const {
  return counts.received ==
         counts.stored + journaled + counts.duplicate + counts.quarantined + counts.dropped;
}

bool Balance::balanced() const {
  return std::ranges::all_of(devices, [](const auto& each) { return each.second.balanced(); });
}

Balance balance_of(std::span<const KeptCounts> kept,
                   const std::optional<std::map<std::string, std::uint64_t>>& rows_in_database) {
  Balance balance;
  balance.counted = rows_in_database.has_value();
  for (const KeptCounts& each : kept) {
    DeviceBalance device{.counts = each.counts, .journaled = each.journaled};
    if (rows_in_database) {
      const auto rows = rows_in_database->find(std::string{each.id.view()});
      device.counts.stored = rows == rows_in_database->end() ? 0 : rows->second;
    }
    balance.devices.emplace(each.id.view(), device);
  }
  return balance;
}

}  // namespace luft::hub

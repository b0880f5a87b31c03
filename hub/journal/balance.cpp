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

namespace {

// The readings that only the journal has, when the database has `rows`: all outside of the fixed
// range, and of that what is missing in the database.
std::uint64_t journaled_beside(std::uint64_t rows, const KeptCounts& kept, FixedRange fixed) {
  if (fixed == FixedRange::stored) return kept.journaled;
  const Counts& counts = kept.counts;
  const std::uint64_t elsewhere = counts.duplicate + counts.quarantined + counts.dropped + rows;
  const std::uint64_t missing = counts.received > elsewhere ? counts.received - elsewhere : 0;
  return std::clamp(missing, kept.journaled, kept.journaled + kept.fixed);
}

}  // namespace

Balance balance_of(std::span<const KeptCounts> kept, FixedRange fixed,
                   const std::optional<std::map<std::string, std::uint64_t>>& rows_in_database) {
  Balance balance;
  balance.counted = rows_in_database.has_value();
  for (const KeptCounts& each : kept) {
    DeviceBalance device{.counts = each.counts, .journaled = each.journaled + each.fixed};
    if (rows_in_database) {
      const auto found = rows_in_database->find(std::string{each.id.view()});
      std::uint64_t rows = found == rows_in_database->end() ? 0 : found->second;
      rows -= std::min(rows, each.former);
      device.counts.stored = rows;
      device.journaled = journaled_beside(rows, each, fixed);
    }
    balance.devices.emplace(each.id.view(), device);
  }
  return balance;
}

}  // namespace luft::hub

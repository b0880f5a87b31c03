// Whether everything that was received is accounted for, per device: the identity
// received = stored + journaled + duplicate + quarantined + dropped. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "hub/journal/journal.h"

namespace luft::hub {

struct DeviceBalance {
  Counts counts;  // its `stored` is the number of rows in the database, when they were counted
  std::uint64_t journaled = 0;
  [[nodiscard]] bool balanced() const;
};

struct Balance {
  std::map<std::string, DeviceBalance> devices;  // by id; "(unknown)" when something had no device
  bool counted = false;  // rows were counted in the database; else the journal's own count is used
  [[nodiscard]] bool balanced() const;
};

// `rows_in_database`: per device, when it could be asked.
[[nodiscard]] Balance balance_of(
    std::span<const KeptCounts> kept,
    const std::optional<std::map<std::string, std::uint64_t>>& rows_in_database);

}  // namespace luft::hub

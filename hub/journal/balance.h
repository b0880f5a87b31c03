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

// Whether the readings of the journal's fixed range are in the database.
enum class FixedRange : std::uint8_t {
  stored,   // yes: the database has said so, though the journal has not released it yet
  unknown,  // it may have been sent, or partly: the number of rows decides, as far as it goes
};

// `rows_in_database`: per device, when it could be asked; counted while nothing was inserted.
[[nodiscard]] Balance balance_of(
    std::span<const KeptCounts> kept, FixedRange fixed,
    const std::optional<std::map<std::string, std::uint64_t>>& rows_in_database);

}  // namespace luft::hub

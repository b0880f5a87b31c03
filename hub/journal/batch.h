// What the intake hands to the journal in one piece: rows, and the state of devices that belongs to
// exactly those rows. Both are committed in one transaction; receipts go out after it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contract/receipt.h"
#include "hub/intake/device.h"
#include "hub/journal/rows.h"

namespace luft::hub {

enum class Urgency : std::uint8_t {
  coalesced,  // within 2 s, together with what else the device is owed
  at_once,
};

struct ReceiptOwed {
  DeviceNumber device = kUnknownDevice;
  contract::DeviceId id;
  contract::Receipt receipt;
  Urgency urgency = Urgency::coalesced;
};

// A device as it is kept on disk; `state` and `receipts` are bytes that only the intake reads.
// Of the counts, `stored` is the journal's own and ignored here.
struct DeviceRecord {
  DeviceNumber number = kUnknownDevice;
  contract::DeviceId id;
  SystemTime first_seen;
  Counts counts;
  std::string state;
  std::string receipts;
};

struct JournalBatch {
  Rows rows;
  // Numbers whose devices were forgotten for others, which are among `devices`.
  std::vector<DeviceNumber> vacated;
  std::vector<DeviceRecord> devices;
  std::vector<ReceiptOwed> receipts;
  std::optional<std::string> pause;  // of all windows, as it is kept; empty: it is as it was

  [[nodiscard]] bool empty() const {
    return rows.empty() && devices.empty() && receipts.empty() && !pause;
  }
};

}  // namespace luft::hub

// What people ask to be changed about a device, and what came of it.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <variant>

#include "contract/device_config.h"
#include "hub/intake/device.h"
#include "hub/intake/metadata.h"

namespace luft::hub {

// The device is forgotten. If it speaks again, it is a new one.
struct Removal {};

struct Order {
  contract::DeviceId device{};
  // A config's version is the hub's to give.
  std::variant<MetadataPatch, contract::DeviceConfig, Removal> change{};
};

struct OrderRefused {
  enum class Why : std::uint8_t { no_such_device, contradicts };
  Why why{};
  std::string text{};  // for people
};

// The device as it is then.
using OrderResult = std::expected<std::shared_ptr<const Device>, OrderRefused>;

}  // namespace luft::hub

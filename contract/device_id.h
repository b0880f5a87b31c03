// The name of a device: 1-32 of `a-z 0-9 _ -`, starting with a letter or digit.
#pragma once

#include <optional>
#include <string_view>

#include "contract/limits.h"
#include "contract/text.h"

namespace luft::contract {

using DeviceId = Text<kMaxDeviceIdLength>;

// Empty when `text` is not a device id. Upper case is refused, not folded: topics are exact.
[[nodiscard]] std::optional<DeviceId> parse_device_id(std::string_view text);

}  // namespace luft::contract

// A device of the registry as Home Assistant gets to see it. Pure.
#pragma once

#include "contract/home_assistant.h"
#include "hub/intake/device.h"
#include "hub/moment.h"

namespace luft::hub {

// Whether it is shown there: it moves a window or measures something, and is no recording.
[[nodiscard]] bool is_for_home_assistant(const Device& device);

// Views into `device`.
[[nodiscard]] contract::HomeAssistantDevice introduction_of(const Device& device);

[[nodiscard]] contract::HomeAssistantState state_of(const Device& device, SystemTime now);

}  // namespace luft::hub

// A device of the registry as Home Assistant gets to see it. Pure.
#pragma once

#include <chrono>

#include "contract/home_assistant.h"
#include "hub/intake/device.h"
#include "hub/moment.h"

namespace luft::hub {

// Whether it is shown there: it moves a window or measures something, and is no recording.
[[nodiscard]] bool is_for_home_assistant(const Device& device);

// Views into `device`.
[[nodiscard]] contract::HomeAssistantDevice introduction_of(const Device& device);

// What was measured longer ago than `silent_after` is no state any more: it is left out.
[[nodiscard]] contract::HomeAssistantState state_of(const Device& device, SystemTime now,
                                                    std::chrono::seconds silent_after);

}  // namespace luft::hub

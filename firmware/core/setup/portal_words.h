// What the setup page says to people: names of its fields, and how a trial stands.
#pragma once

#include <string_view>

#include "firmware/core/setup/portal_ports.h"

namespace luft::firmware::portal_pages {

// Of a field of DeviceSetup's form; the field itself when it has none.
[[nodiscard]] std::string_view label_of(std::string_view field);

// What happens, or what went wrong and what to do. Plain text that needs no escaping.
[[nodiscard]] std::string_view explain(TrialStep step);

}  // namespace luft::firmware::portal_pages

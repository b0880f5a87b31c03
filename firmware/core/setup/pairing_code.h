// All that a broker must be told about, in one line that a person pastes:
// mqtt[s]://ID:PASSWORD@HOST[:PORT], as `luft devices add` prints it.
#pragma once

#include <string_view>

#include "firmware/core/setup/device_setup.h"

namespace luft::firmware {

// Fills id, broker and password of `setup`; false (and nothing is changed) when it is no such code.
// ID, PASSWORD and HOST may be percent-encoded, as in any URL.
[[nodiscard]] bool read_pairing_code(std::string_view code, DeviceSetup& setup);

// A name or an address: letters, digits, dots, hyphens, colons.
[[nodiscard]] bool is_host(std::string_view text);

}  // namespace luft::firmware

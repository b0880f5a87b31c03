// Ports for tests.
#pragma once

#include <cstdint>

namespace luft::runtime::testing {

// A TCP port on 127.0.0.1 that was free a moment ago (bind to port 0, then close).
[[nodiscard]] std::uint16_t free_port();

}  // namespace luft::runtime::testing

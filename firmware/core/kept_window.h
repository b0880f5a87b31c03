// Where the window is, as bytes that survive a power cut and an update: they begin with the number
// of their form. What cannot be read is not taken for a closed window: then nobody knows where it
// is.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "firmware/core/ports.h"

namespace luft::firmware {

using KeptWindowBytes = std::array<std::byte, 32>;

[[nodiscard]] KeptWindowBytes write_kept_window(const Remembered& state);

// Reads this form and the earlier ones. `bytes`: what was kept; empty when nothing was.
[[nodiscard]] Remembered read_kept_window(std::span<const std::byte> bytes);

}  // namespace luft::firmware

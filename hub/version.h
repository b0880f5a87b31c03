// The version that this hub says it is.
#pragma once

#include <string_view>

namespace luft::hub {

inline constexpr std::string_view kVersion = LUFT_VERSION;  // of the project, from CMake

}  // namespace luft::hub

// The password of the pages and the API: read where the settings name its file, made where the hub
// is reached from beyond this machine and nobody has chosen one.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "runtime/settings.h"

namespace luft::hub {

// Empty inside: none is asked for. The error names the file and the fix.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> http_password_from(
    const runtime::Settings& settings);

}  // namespace luft::hub

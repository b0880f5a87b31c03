// Errors that services said in their logs: what a demo must end without.
#pragma once

#include <cstdint>
#include <filesystem>

namespace luft::cli {

// Lines of level "error" in the JSON logs of a folder (`*.log`, and what was set aside of long ones
// as `*.log.1`). Lines that are not JSON, as the broker's, are not counted.
std::int64_t logged_errors(const std::filesystem::path& folder);

}  // namespace luft::cli

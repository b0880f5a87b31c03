// Whole small files: read in one go, replaced atomically.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace luft::runtime {

// Errors name the file and what the system said. Files beyond `max_bytes` are refused.
[[nodiscard]] std::expected<std::string, std::string> read_file(
    const std::string& path, std::size_t max_bytes = std::size_t{16} << 20);

// A secret: the first line of a file, without its end. An empty one is an error.
[[nodiscard]] std::expected<std::string, std::string> read_secret_file(const std::string& path);

// The file holds either what it held before or all of `content`, whatever is killed or loses
// power: written beside it, synced, renamed, and the folder synced.
[[nodiscard]] std::expected<void, std::string> write_file_atomically(const std::string& path,
                                                                     std::string_view content);

}  // namespace luft::runtime

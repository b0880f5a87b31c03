// Copying and moving folders for backups: private, whole, and on disk when it returns.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace luft::hub {

using FolderResult = std::expected<void, std::string>;

// Makes `folder` for its owner only. The error: it is there and not empty.
[[nodiscard]] FolderResult make_empty_folder(const std::filesystem::path& folder);

// Copies a file or folder with its permissions; nothing when `from` is not there.
[[nodiscard]] FolderResult copy_all(const std::filesystem::path& from,
                                    const std::filesystem::path& to);

// Moves a folder: renamed, or copied and removed when it lies on another file system.
[[nodiscard]] FolderResult move_all(const std::filesystem::path& from,
                                    const std::filesystem::path& to);

// Everything in the file system of `folder` is on disk when this returns.
[[nodiscard]] FolderResult sync_all(const std::filesystem::path& folder);

}  // namespace luft::hub

#include "hub/backup/folders.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "runtime/unique_fd.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;

FolderResult result_of(const fs::path& path, const std::error_code& error) {
  if (!error) return {};
  return std::unexpected(fmt::format("{}: {}", path.string(), error.message()));
}

}  // namespace

FolderResult make_empty_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    return std::unexpected(folder.string() + " is there already and not empty: name another");
  }
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  return result_of(folder, error);
}

FolderResult copy_all(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return {};
  fs::create_directories(to.parent_path(), error);
  if (!error) {
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks, error);
  }
  if (!error) fs::permissions(to, fs::status(from).permissions(), error);
  return result_of(to, error);
}

FolderResult move_all(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error != std::errc::cross_device_link) return result_of(from, error);
  if (auto copied = copy_all(from, to); !copied) return copied;
  fs::remove_all(from, error);
  return result_of(from, error);
}

FolderResult sync_all(const fs::path& folder) {
  const runtime::UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() >= 0 && ::syncfs(fd.get()) == 0) return {};
  return std::unexpected(folder.string() + ": cannot be synced to disk");
}

}  // namespace luft::hub

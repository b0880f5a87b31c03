// An open file description lock, fcntl(2): unlike flock(2), it can be asked about.
#include "cli/folder_lock.h"

#include <fcntl.h>

namespace luft::cli {
namespace {

constexpr mode_t kForAllToAsk = 0644;

std::filesystem::path file_of(const DataFolder& folder) {
  return folder.run() / "lock";
}

struct flock whole_file() {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

std::optional<FolderLock> FolderLock::take(const DataFolder& folder) {
  runtime::UniqueFd file{
      ::open(file_of(folder).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kForAllToAsk)};
  auto lock = whole_file();
  if (file.get() < 0 || ::fcntl(file.get(), F_OFD_SETLK, &lock) != 0) return std::nullopt;
  return FolderLock{std::move(file)};
}

bool FolderLock::is_taken(const DataFolder& folder) {
  const runtime::UniqueFd file{::open(file_of(folder).c_str(), O_RDONLY | O_CLOEXEC)};
  auto lock = whole_file();
  return file.get() >= 0 && ::fcntl(file.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

}  // namespace luft::cli

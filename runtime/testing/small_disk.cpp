#include "runtime/testing/small_disk.h"

#include <sys/mount.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace luft::runtime::testing {

namespace fs = std::filesystem;

SmallDisk::SmallDisk(fs::path folder, const std::string& options) : folder_{std::move(folder)} {
  fs::create_directories(folder_);
  if (::mount("tmpfs", folder_.c_str(), "tmpfs", 0, options.c_str()) != 0) {
    why_not_ = std::generic_category().message(errno);
  }
}

SmallDisk::~SmallDisk() {
  if (why_not_.empty()) ::umount2(folder_.c_str(), MNT_DETACH);
}

void SmallDisk::fill() {
  std::ofstream file{folder_ / "somebody's", std::ios::app};
  const std::string block(4096, 'x');
  while (file.write(block.data(), 4096).flush()) {
  }
}

void SmallDisk::make_room() {
  fs::remove(folder_ / "somebody's");
}

}  // namespace luft::runtime::testing

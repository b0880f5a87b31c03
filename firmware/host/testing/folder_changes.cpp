#include "firmware/host/testing/folder_changes.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <filesystem>

namespace luft::firmware::host::testing {

FolderChanges::FolderChanges(const std::string& folder)
    : watch_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  std::filesystem::create_directories(folder);
  [[maybe_unused]] const int added =
      inotify_add_watch(watch_, folder.c_str(), IN_CREATE | IN_MODIFY | IN_MOVED_TO);
  assert(added >= 0);
}

FolderChanges::~FolderChanges() {
  close(watch_);
}

bool FolderChanges::wait_until(const std::function<bool()>& holds, std::chrono::seconds patience) {
  using Clock = std::chrono::steady_clock;
  for (const auto end = Clock::now() + patience; !holds();) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) return false;
    pollfd changed{.fd = watch_, .events = POLLIN, .revents = 0};
    (void)poll(&changed, 1, static_cast<int>(left.count()));
    std::array<char, 4'096> events{};
    while (read(watch_, events.data(), events.size()) > 0) {  // what came is looked at once
    }
  }
  return true;
}

}  // namespace luft::firmware::host::testing

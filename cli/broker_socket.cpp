// Asks the file system by making a socket and taking it away again.
#include "cli/broker_socket.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <string>
#include <system_error>

#include "runtime/mqtt_settings.h"
#include "runtime/unique_fd.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTrial = ".trial";

bool takes_sockets(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::ranges::copy(path, address.sun_path);
  const runtime::UniqueFd trial{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::error_code ignored;
  fs::remove(path, ignored);  // of a trial that was cut off
  const bool taken =
      trial.get() >= 0 &&
      ::bind(trial.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  fs::remove(path, ignored);
  return taken;
}

}  // namespace

fs::path broker_socket(const DataFolder& folder) {
  const std::string path = (folder.run() / "broker.sock").string();
  if (path.size() + kTrial.size() > runtime::kMaxSocketPath) return {};
  if (path.find_first_of(" \t") != std::string::npos) return {};
  if (!takes_sockets(path + std::string{kTrial})) return {};
  return path;
}

}  // namespace luft::cli

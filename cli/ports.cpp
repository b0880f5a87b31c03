// Asks the kernel: bind() for free ports, /proc for who listens (Linux proc(5), "net/tcp").
#include "cli/ports.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kListening = "0A";  // state of a listening socket in /proc/net/tcp

// Binds a socket to 127.0.0.1:`port`; returns the port it got, 0 when it is taken.
std::uint16_t bind_once(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return 0;
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof address;
  const bool bound = bind(fd, generic, length) == 0 && listen(fd, 1) == 0 &&
                     getsockname(fd, generic, &length) == 0;
  close(fd);
  return bound ? ntohs(address.sin_port) : std::uint16_t{0};
}

// The inode of the socket that listens on `port`, as text; empty when there is none.
std::string listening_inode(std::uint16_t port) {
  const std::string wanted = fmt::format(":{:04X}", port);
  for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream in(table);
    for (std::string line; std::getline(in, line);) {
      std::istringstream fields(line);
      std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
      fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
          timeout >> inode;
      if (local.ends_with(wanted) && state == kListening) return inode;
    }
  }
  return {};
}

bool has_socket(const fs::path& process, const std::string& inode) {
  std::error_code unreadable;
  for (const auto& fd : fs::directory_iterator(process / "fd", unreadable)) {
    std::error_code gone;
    if (fs::read_symlink(fd.path(), gone) == "socket:[" + inode + "]") return true;
  }
  return false;
}

}  // namespace

bool is_free(std::uint16_t port) {
  return bind_once(port) != 0;
}

std::uint16_t any_free_port() {
  static std::set<std::uint16_t> given;
  while (true) {
    const std::uint16_t port = bind_once(0);
    if (port == 0 || given.insert(port).second) return port;
  }
}

std::uint16_t free_port_near(std::uint16_t wanted) {
  return is_free(wanted) ? wanted : any_free_port();
}

std::string holder_of(std::uint16_t port) {
  const std::string inode = listening_inode(port);
  if (inode.empty()) return {};
  for (const auto& process : fs::directory_iterator("/proc")) {
    const std::string pid = process.path().filename();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    if (!has_socket(process.path(), inode)) continue;
    std::string name;
    std::getline(std::ifstream(process.path() / "comm"), name);
    return fmt::format("{} (process {})", name, pid);
  }
  return {};
}

}  // namespace luft::cli

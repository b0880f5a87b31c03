#include "runtime/testing/free_port.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cassert>

#include "runtime/unique_fd.h"

namespace luft::runtime::testing {

std::uint16_t free_port() {
  const UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  [[maybe_unused]] const bool bound = fd.get() >= 0 && ::bind(fd.get(), generic, size) == 0 &&
                                      ::getsockname(fd.get(), generic, &size) == 0;
  assert(bound);
  return ntohs(address.sin_port);
}

}  // namespace luft::runtime::testing

// Taken ports are seen, and so is who holds them.
#include "cli/ports.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace luft::cli {
namespace {

// Listens on a loopback port for as long as it lives.
class Listener {
 public:
  Listener() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(fd_, generic, length), 0);
    EXPECT_EQ(listen(fd_, 1), 0);
    EXPECT_EQ(getsockname(fd_, generic, &length), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { close(fd_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int fd_ = socket(AF_INET, SOCK_STREAM, 0);
  std::uint16_t port_ = 0;
};

TEST(Ports, SeesThatOneIsTakenAndByWhom) {
  const Listener listener;
  EXPECT_FALSE(is_free(listener.port()));
  EXPECT_THAT(holder_of(listener.port()),
              testing::EndsWith("(process " + std::to_string(getpid()) + ")"));
}

TEST(Ports, AvoidsOneThatIsTaken) {
  const Listener listener;
  const auto other = free_port_near(listener.port());
  EXPECT_NE(other, listener.port());
  EXPECT_TRUE(is_free(other));
}

TEST(Ports, KeepsTheWantedOneWhenItIsFree) {
  const auto wanted = any_free_port();
  EXPECT_EQ(free_port_near(wanted), wanted);
  EXPECT_EQ(holder_of(wanted), "");
}

TEST(Ports, GivesAnotherOneEachTime) {
  EXPECT_NE(any_free_port(), any_free_port());
}

}  // namespace
}  // namespace luft::cli

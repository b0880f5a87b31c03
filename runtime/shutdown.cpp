#include "runtime/shutdown.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdint>

namespace luft::runtime {
namespace {

sigset_t stop_signals() {
  sigset_t signals{};
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  ::sigaddset(&signals, SIGTERM);
  return signals;
}

void add_to(int epoll_fd, int fd) {
  epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
  [[maybe_unused]] const int rc = ::epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
  assert(rc == 0);
}

bool take_pending_signal() {
  const sigset_t signals = stop_signals();
  const timespec at_once{};
  return ::sigtimedwait(&signals, nullptr, &at_once) > 0;
}

}  // namespace

// The signal is never read, so that the descriptors stay readable once it has come.
Shutdown::Shutdown()
    : event_fd_{::eventfd(0, EFD_CLOEXEC)}, epoll_fd_{::epoll_create1(EPOLL_CLOEXEC)} {
  const sigset_t signals = stop_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  signal_fd_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
  assert(signal_fd_ >= 0 && event_fd_ >= 0 && epoll_fd_ >= 0);
  add_to(epoll_fd_, signal_fd_);
  add_to(epoll_fd_, event_fd_);
}

Shutdown::~Shutdown() {
  ::close(epoll_fd_);
  ::close(signal_fd_);
  ::close(event_fd_);
}

void Shutdown::wait() const {
  while (!wait_for(std::chrono::hours{24})) {
  }
}

bool Shutdown::wait_for(std::chrono::milliseconds timeout) const {
  const auto end = std::chrono::steady_clock::now() + timeout;
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{.fd = epoll_fd_, .events = POLLIN, .revents = 0};
    const int ready =
        ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready >= 0) return ready > 0;
    assert(errno == EINTR);
  }
}

void Shutdown::request() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event_fd_, &one, sizeof one);
}

SecondSignal::SecondSignal() {
  while (take_pending_signal()) {
  }
}

bool SecondSignal::came() {
  came_ = came_ || take_pending_signal();
  return came_;
}

}  // namespace luft::runtime

// Turns SIGINT and SIGTERM into something to wait for. Make it first thing in main(), before any
// thread: threads inherit the blocked signals. Also ignores SIGPIPE.
#pragma once

#include <chrono>
#include <string_view>

namespace luft::runtime {

class Shutdown {
 public:
  Shutdown();
  Shutdown(const Shutdown&) = delete;
  Shutdown& operator=(const Shutdown&) = delete;
  ~Shutdown();

  // Waits until a signal came or request() was called. Any thread; stays true from then on.
  void wait() const;
  [[nodiscard]] bool wait_for(std::chrono::milliseconds timeout) const;
  [[nodiscard]] bool requested() const { return wait_for(std::chrono::milliseconds{0}); }

  // Asks for shutdown from within, from any thread.
  void request();

  // Becomes readable (level, for ever) once shutdown is asked for; for poll and epoll. Do not read.
  [[nodiscard]] int fd() const { return epoll_fd_; }

 private:
  int signal_fd_;
  int event_fd_;
  int epoll_fd_;  // readable when one of the two is
};

// For whoever asks twice. Make it when the orderly end begins: it takes the signals that asked for
// that end (Shutdown leaves them pending), so that the next one is a new one.
class SecondSignal {
 public:
  SecondSignal();
  // True once SIGINT or SIGTERM has come again.
  [[nodiscard]] bool came();

 private:
  bool came_ = false;
};

}  // namespace luft::runtime

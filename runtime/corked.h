// Holds a TCP socket's output back for a while, so that what is written in small pieces leaves in
// full segments.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace luft::runtime {

// What is written during its life leaves in full segments, the rest at its end (tcp(7), TCP_CORK).
// libmosquitto writes each packet by itself, and a segment costs both sides more than all else
// about it.
class Corked {
 public:
  explicit Corked(int socket) : socket_{socket} { set(1); }
  Corked(const Corked&) = delete;
  Corked& operator=(const Corked&) = delete;
  ~Corked() { set(0); }

 private:
  void set(int on) const { ::setsockopt(socket_, IPPROTO_TCP, TCP_CORK, &on, sizeof on); }
  int socket_;
};

}  // namespace luft::runtime

// One thread reads all streams, so that the crowd costs little beside the hub.
#include "bench/event_stream_crowd.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <string>

namespace luft::bench {
namespace {

constexpr std::chrono::seconds kHeardIn{30};
constexpr int kLookEvery_ms = 100;

runtime::UniqueFd open_stream(std::uint16_t port) {
  runtime::UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd.get() < 0 ||
      ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error{"a stream does not connect"};
  }
  const std::string request = fmt::format(
      "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept: text/event-stream\r\n\r\n",
      port);
  if (::send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    throw std::runtime_error{"a stream cannot be asked for"};
  }
  return fd;
}

}  // namespace

EventStreamCrowd::EventStreamCrowd(std::uint16_t http_port, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) streams_.push_back(open_stream(http_port));
  reader_ = std::thread{[this] { read_until_stopped(); }};
  const auto deadline = std::chrono::steady_clock::now() + kHeardIn;
  while (heard_ < count) {
    if (std::chrono::steady_clock::now() > deadline || ended_ > 0) {
      stopping_ = true;
      reader_.join();
      throw std::runtime_error{fmt::format("{} of {} streams were opened", heard_.load(), count)};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

EventStreamCrowd::~EventStreamCrowd() {
  stopping_ = true;
  reader_.join();
}

void EventStreamCrowd::read_until_stopped() {
  std::vector<pollfd> waiting;
  waiting.reserve(streams_.size());
  for (const auto& each : streams_)
    waiting.push_back({.fd = each.get(), .events = POLLIN, .revents = 0});
  std::vector<bool> heard(streams_.size());
  std::array<char, 65'536> buffer;
  while (!stopping_) {
    if (::poll(waiting.data(), waiting.size(), kLookEvery_ms) <= 0) continue;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      const ssize_t count = ::read(waiting[i].fd, buffer.data(), buffer.size());
      if (count <= 0) {
        ++ended_;
        waiting[i].fd = -1;  // poll passes it over
        continue;
      }
      bytes_ += static_cast<std::uint64_t>(count);
      const std::string_view text{buffer.data(), static_cast<std::size_t>(count)};
      if (heard[i]) continue;
      if (text.starts_with("HTTP/1.1 200")) {
        heard[i] = true;
        ++heard_;
      } else {
        ++ended_;
      }
    }
  }
}

}  // namespace luft::bench

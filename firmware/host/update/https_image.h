// Where a virtual device fetches an image from: HTTPS with ranges, on a thread of its own, as the
// ESP32's adapter does in a task.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "firmware/core/update/ports.h"

namespace luft::firmware::host {

// Members are for the device's loop.
class HttpsImage final : public ImageSource {
 public:
  // `ca_file`: PEM of who signs the server's certificate; empty: the system's authorities.
  explicit HttpsImage(std::string ca_file) : ca_file_(std::move(ca_file)) {}
  ~HttpsImage() override { close(); }
  HttpsImage(const HttpsImage&) = delete;
  HttpsImage& operator=(const HttpsImage&) = delete;

  bool open(std::string_view url, std::uint32_t offset) override;
  Piece poll(std::span<std::uint8_t> bytes) override;
  void close() override;  // waits until the thread has seen it

 private:
  static constexpr std::size_t kMostWaiting = 64 * 1'024;

  void fetch(const std::string& url, std::uint32_t offset);
  [[nodiscard]] bool keep(const char* data, std::size_t length);

  std::string ca_file_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::deque<std::uint8_t> bytes_;  // guarded by the mutex, as what follows
  bool ended_ = false;
  bool cancelled_ = false;
  std::thread thread_;
};

}  // namespace luft::firmware::host

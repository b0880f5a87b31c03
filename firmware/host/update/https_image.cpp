#include "firmware/host/update/https_image.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>

namespace luft::firmware::host {
namespace {

constexpr std::chrono::seconds kTimeout{10};
constexpr int kWhole = 200;
constexpr int kPart = 206;

}  // namespace

bool HttpsImage::open(std::string_view url, std::uint32_t offset) {
  close();
  bytes_.clear();
  ended_ = false;
  cancelled_ = false;
  thread_ = std::thread([this, url = std::string{url}, offset] { fetch(url, offset); });
  return true;
}

void HttpsImage::fetch(const std::string& url, std::uint32_t offset) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t path = std::min(url.find('/', host), url.size());
  httplib::Client client(url.substr(0, path));
  client.set_connection_timeout(kTimeout);
  client.set_read_timeout(kTimeout);
  if (!ca_file_.empty()) client.set_ca_cert_path(ca_file_);
  httplib::Headers headers;
  if (offset > 0) headers = {httplib::make_range_header({{offset, -1}})};
  (void)client.Get(
      path < url.size() ? url.substr(path) : "/", headers,
      [offset](const httplib::Response& response) {
        return response.status == (offset > 0 ? kPart : kWhole);
      },
      [this](const char* data, std::size_t length) { return keep(data, length); });
  // The end of the image is a failure too, unless the core has all it asked for and closed.
  const std::scoped_lock lock(mutex_);
  ended_ = true;
}

bool HttpsImage::keep(const char* data, std::size_t length) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [this] { return cancelled_ || bytes_.size() < kMostWaiting; });
  bytes_.insert(bytes_.end(), data, data + length);
  return !cancelled_;
}

ImageSource::Piece HttpsImage::poll(std::span<std::uint8_t> bytes) {
  const std::scoped_lock lock(mutex_);
  if (bytes_.empty()) return {.coming = ended_ ? Coming::failed : Coming::nothing_yet, .count = 0};
  const std::size_t count = std::min(bytes.size(), bytes_.size());
  const auto end = bytes_.begin() + static_cast<std::ptrdiff_t>(count);
  std::copy(bytes_.begin(), end, bytes.begin());
  bytes_.erase(bytes_.begin(), end);
  room_.notify_one();
  return {.coming = Coming::bytes, .count = count};
}

void HttpsImage::close() {
  {
    const std::scoped_lock lock(mutex_);
    cancelled_ = true;
  }
  room_.notify_one();
  if (thread_.joinable()) thread_.join();
}

}  // namespace luft::firmware::host

// Answers made smaller on their way: quickly rather than as small as can be.
#include <zlib.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

constexpr std::size_t kPaysFrom = 1024;      // less fits into one packet anyway
constexpr int kLevel = 5;                    // the page in 3 ms, a year of hours in 10
constexpr int kGzipWindow = MAX_WBITS + 16;  // zlib's manual, deflateInit2: 16 more is gzip
constexpr int kMemory = 8;                   // zlib's default

std::optional<std::string> gzip(std::string& text) {
  if (text.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? std::optional{std::move(packed)} : std::nullopt;
}

// Of images only those that are text.
bool is_text(const std::string& type) {
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type.starts_with("image/svg+xml");
}

}  // namespace

void compress(const httplib::Request& request, httplib::Response& response) {
  if (response.body.empty()) return;
  auto body = std::make_shared<std::string>(std::move(response.body));
  response.body.clear();
  const std::string type = response.get_header_value("Content-Type");
  if (body->size() >= kPaysFrom && is_text(type)) {
    response.set_header("Vary", "Accept-Encoding");
    const bool taken =
        request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
    if (auto packed = taken ? gzip(*body) : std::nullopt) {
      *body = *std::move(packed);
      response.set_header("Content-Encoding", "gzip");
    }
  }
  response.headers.erase("Content-Type");  // set_content_provider adds it
  // What comes from a provider of known length, httplib sends as it is.
  const std::size_t size = body->size();
  response.set_content_provider(
      size, type.c_str(), [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        const bool is_within = offset <= body->size() && length <= body->size() - offset;
        return is_within && sink.write(body->data() + offset, length);
      });
}

}  // namespace luft::hub::api

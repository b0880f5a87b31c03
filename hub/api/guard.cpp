#include "hub/api/guard.h"

#include <algorithm>
#include <array>

namespace luft::hub::api {
namespace {

constexpr std::array<std::string_view, 3> kLoopback{"localhost", "127.0.0.1", "[::1]"};

// "host:8080" -> "host", "[::1]:8080" -> "[::1]"
std::string_view without_port(std::string_view host) {
  const std::size_t end_of_address = host.starts_with('[') ? host.find(']') : 0;
  if (end_of_address == std::string_view::npos) return host;
  const std::size_t colon = host.find(':', end_of_address);
  return host.substr(0, colon);
}

}  // namespace

std::optional<Problem> Guard::refuses(const GuardedRequest& request) const {
  const std::string_view name = without_port(request.host);
  if (std::ranges::find(kLoopback, name) == kLoopback.end() &&
      std::ranges::find(names_, name) == names_.end()) {
    return Problem{.status = 421,
                   .title = "Unknown host",
                   .detail = "This hub is reached as localhost or the address it listens on."};
  }
  if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
  if (!request.origin.empty()) {
    const bool same = request.origin == "http://" + std::string{request.host} ||
                      request.origin == "https://" + std::string{request.host};
    if (!same) {
      return Problem{.status = 403,
                     .title = "Another origin",
                     .detail = "Only this hub's own page may change something."};
    }
  }
  const std::string_view type = request.content_type.substr(0, request.content_type.find(';'));
  if (type != "application/json") {
    return Problem{.status = 415,
                   .title = "Not JSON",
                   .detail = "Send the header Content-Type: application/json."};
  }
  return std::nullopt;
}

}  // namespace luft::hub::api

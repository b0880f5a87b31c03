#include "hub/api/guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace luft::hub::api {
namespace {

std::string lower(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

// An address cannot be made to lead elsewhere, as a name can: whoever's page sends it as Host has
// come from this hub.
bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> parsed;
  if (host.starts_with('[') && host.ends_with(']')) {
    return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), parsed.data()) == 1;
  }
  return inet_pton(AF_INET, host.c_str(), parsed.data()) == 1;
}

// "host:8080" -> "host", "[::1]:8080" -> "[::1]"
std::string_view without_port(std::string_view host) {
  const std::size_t end_of_address = host.starts_with('[') ? host.find(']') : 0;
  if (end_of_address == std::string_view::npos) return host;
  const std::size_t colon = host.find(':', end_of_address);
  return host.substr(0, colon);
}

}  // namespace

Guard::Guard(const std::vector<std::string>& names) {
  for (const std::string& name : names) names_.push_back(lower(name));
}

std::optional<Problem> Guard::refuses(const GuardedRequest& request) const {
  const std::string name = lower(without_port(request.host));
  if (name != "localhost" && !is_address(name) && std::ranges::find(names_, name) == names_.end()) {
    return Problem{.status = 421,
                   .title = "Unknown host",
                   .detail =
                       "This hub is reached as localhost, by its address, or by a name that "
                       "is in http.names (LUFT_HTTP_NAMES)."};
  }
  if (!request.transfer_encoding.empty()) {  // httplib would read it to whatever end
    return Problem{.status = 411,
                   .title = "No length",
                   .detail = "Send the body whole, with the header Content-Length."};
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

// The headers that decide who may ask. Whoever passes came to a name of this hub; who changes
// something came from no other page and sends JSON; and only the password opens.
// Input, a line each: method, Host, Origin, Content-Type, Authorization.
#include <arpa/inet.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hub/api/guard.h"
#include "hub/api/password.h"

namespace luft::hub::api {
namespace {

constexpr std::string_view kPassword = "open sesame";

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

bool is_ours(std::string_view host) {
  std::array<unsigned char, sizeof(in6_addr)> address;
  std::string name{host.substr(0, host.starts_with('[') ? host.find(']') + 1 : host.find(':'))};
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (name == "localhost" || name == "luft.local") return true;
  if (inet_pton(AF_INET, name.c_str(), address.data()) == 1) return true;
  return name.size() > 2 && name.front() == '[' &&
         inet_pton(AF_INET6, name.substr(1, name.size() - 2).c_str(), address.data()) == 1;
}

void check_guard(const GuardedRequest& request) {
  static const Guard kGuard{{"Luft.local"}};
  if (kGuard.refuses(request)) return;
  assert(is_ours(request.host));
  if (request.method == "GET" || request.method == "HEAD") return;
  const std::string host{request.host};
  assert(request.origin.empty() || request.origin == "http://" + host ||
         request.origin == "https://" + host);
  assert(request.content_type.starts_with("application/json"));
}

std::string base64_of(std::string_view text) {
  std::string encoded(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(encoded.data(), encoded.size(),
                    reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  encoded.pop_back();  // the zero at its end
  return encoded;
}

void check_password(std::string_view header) {
  PasswordCheck check{kPassword};
  const bool opens = !check.refuses(header, "::1", {});
  assert(!opens || header.find(' ') != std::string_view::npos);
  // As what a person types as a user's name and a password.
  const std::string user{header.substr(0, header.find(':'))};
  const std::string right = "Basic " + base64_of(user + ":" + std::string{kPassword});
  assert(right.size() > 1'024 || !check.refuses(right, "::1", {}));
  const std::string wrong = "Basic " + base64_of(user + ":" + std::string{kPassword} + "!");
  assert(check.refuses(wrong, "::1", {}));
}

}  // namespace
}  // namespace luft::hub::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::hub::api;
  std::string_view input{reinterpret_cast<const char*>(data), size};
  GuardedRequest request;
  for (auto* const header :
       {&request.method, &request.host, &request.origin, &request.content_type}) {
    *header = take_line(input);
  }
  check_guard(request);
  check_password(take_line(input));
  return 0;
}

#include "hub/api/password.h"

#include <sodium.h>

#include <algorithm>
#include <cctype>

namespace luft::hub::api {
namespace {

constexpr std::size_t kMaxHeader = 1'024;

// Takes "Scheme " off the front, in whatever case.
bool take_scheme(std::string_view& header, std::string_view scheme) {
  if (header.size() <= scheme.size() || header[scheme.size()] != ' ') return false;
  const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == b; };
  if (!std::ranges::equal(header.substr(0, scheme.size()), scheme, same)) return false;
  header.remove_prefix(scheme.size());
  header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
  return true;
}

// What an Authorization header says the password is (RFC 7617, RFC 6750).
std::optional<std::string> password_in(std::string_view header) {
  if (header.size() > kMaxHeader) return std::nullopt;
  if (take_scheme(header, "bearer")) return std::string{header};
  if (!take_scheme(header, "basic")) return std::nullopt;
  std::string pair(header.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(pair.data()), pair.size(), header.data(),
                        header.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  pair.resize(length);
  const std::size_t colon = pair.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return pair.substr(colon + 1);
}

}  // namespace

PasswordCheck::PasswordCheck(std::string_view password) : expected_{hash_of(password)} {}

std::optional<Problem> PasswordCheck::refuses(std::string_view authorization,
                                              const std::string& address, SteadyTime now) {
  const std::lock_guard lock{mutex_};
  Failures& failures = failures_of(address, now);
  if (failures.count >= kMaxFailures) {
    return Problem{.status = 429,
                   .title = "Too many wrong passwords",
                   .detail = "Wait a minute, then try again."};
  }
  const auto given = password_in(authorization);
  if (given) {
    const Hash hash = hash_of(*given);
    if (sodium_memcmp(hash.data(), expected_.data(), hash.size()) == 0) {
      failures.count = 0;
      return std::nullopt;
    }
  }
  if (!authorization.empty() && failures.count++ == 0) failures.since = now;
  return Problem{.status = 401,
                 .title = "A password is needed",
                 .detail =
                     "Send it as HTTP Basic (any user name) or as a bearer token. Whoever "
                     "runs this hub finds it in the file that http.password_file names, or "
                     "in the data folder's credentials/http."};
}

// Hashed, so that comparing takes the same time whatever the lengths.
PasswordCheck::Hash PasswordCheck::hash_of(std::string_view password) {
  Hash hash{};
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(password.data()), password.size(),
                     nullptr, 0);
  return hash;
}

PasswordCheck::Failures& PasswordCheck::failures_of(const std::string& address, SteadyTime now) {
  const auto over = [now](const Failures& each) {
    return each.count == 0 || now - each.since >= kFailuresCountFor;
  };
  auto found = failures_.find(address);
  if (found == failures_.end()) {
    if (failures_.size() >= kMaxAddresses) {
      std::erase_if(failures_, [&](const auto& each) { return over(each.second); });
    }
    found = failures_.try_emplace(failures_.size() < kMaxAddresses ? address : "").first;
  }
  if (over(found->second)) found->second = {};
  return found->second;
}

}  // namespace luft::hub::api

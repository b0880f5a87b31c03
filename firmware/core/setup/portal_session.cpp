#include "firmware/core/setup/portal_session.h"

#include <algorithm>

namespace luft::firmware {
namespace {

constexpr std::string_view kName = "luft=";
constexpr std::string_view kAttributes = "; HttpOnly; SameSite=Strict; Path=/";
constexpr std::string_view kHexDigits = "0123456789abcdef";

// Takes as long wherever the texts differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  std::size_t difference = a.size() ^ b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char other = b.empty() ? '\0' : b[i % b.size()];
    difference |= static_cast<unsigned char>(a[i] ^ other);
  }
  return difference == 0;
}

}  // namespace

PortalSession::Login PortalSession::log_in(std::string_view password, Uptime now) {
  if (now < closed_until_) return Login::wait;
  if (password_.empty() || !equal_in_constant_time(password, password_)) {
    if (wrong_ < 255) ++wrong_;
    if (wrong_ >= kFreeTries) {
      const int doublings = std::min(wrong_ - kFreeTries, 6);
      closed_until_ = now + std::min<Uptime>(kFirstPause * (1 << doublings), kLongestPause);
    }
    return Login::wrong;
  }
  wrong_ = 0;
  begin();
  used_ = now;
  return Login::welcome;
}

void PortalSession::begin() {
  std::array<std::uint8_t, kTokenBytes> random{};
  entropy_.fill(random);
  cookie_length_ = kName.copy(cookie_.data(), cookie_.size());
  for (const std::uint8_t byte : random) {
    cookie_[cookie_length_++] = kHexDigits[byte >> 4U];
    cookie_[cookie_length_++] = kHexDigits[byte & 0x0FU];
  }
  cookie_length_ += kAttributes.copy(cookie_.data() + cookie_length_, kAttributes.size());
}

std::string_view PortalSession::token() const {
  return cookie().substr(kName.size(), 2 * kTokenBytes);
}

bool PortalSession::is_theirs(std::string_view cookie_field, Uptime now) {
  if (cookie_length_ == 0 || now - used_ > kIdle) return false;
  while (!cookie_field.empty()) {
    const std::size_t end = std::min(cookie_field.find(';'), cookie_field.size());
    std::string_view pair = cookie_field.substr(0, end);
    cookie_field.remove_prefix(std::min(end + 1, cookie_field.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (!pair.starts_with(kName)) continue;
    if (!equal_in_constant_time(pair.substr(kName.size()), token())) continue;
    used_ = now;
    return true;
  }
  return false;
}

}  // namespace luft::firmware

// Who may use the setup page: one browser at a time, after it gave the device's password. Wrong
// ones are answered more and more slowly, so that eight characters cannot be guessed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "firmware/core/setup/portal_ports.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

class PortalSession {
 public:
  static constexpr Uptime kIdle = std::chrono::minutes{15};
  static constexpr std::uint8_t kFreeTries = 5;
  static constexpr Uptime kFirstPause = std::chrono::seconds{10};  // doubles with each wrong try …
  static constexpr Uptime kLongestPause = std::chrono::minutes{10};

  // Both outlive it. An empty password lets nobody in.
  PortalSession(std::string_view password, Entropy& entropy)
      : password_(password), entropy_(entropy) {}

  enum class Login : std::uint8_t { welcome, wrong, wait };
  // Welcome begins a session, and ends another browser's.
  [[nodiscard]] Login log_in(std::string_view password, Uptime now);
  // The value for Set-Cookie.
  [[nodiscard]] std::string_view cookie() const { return {cookie_.data(), cookie_length_}; }

  // Whether the request's Cookie field is that of the session; keeps the session alive.
  [[nodiscard]] bool is_theirs(std::string_view cookie_field, Uptime now);
  [[nodiscard]] Uptime last_used() const { return used_; }

 private:
  static constexpr std::size_t kTokenBytes = 16;

  void begin();
  [[nodiscard]] std::string_view token() const;

  std::string_view password_;
  Entropy& entropy_;
  std::array<char, 96> cookie_{};
  std::size_t cookie_length_ = 0;  // 0: no session
  Uptime used_ = kNever;
  std::uint8_t wrong_ = 0;  // in a row
  Uptime closed_until_{};
};

}  // namespace luft::firmware

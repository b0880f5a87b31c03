// The one button: held for five seconds it opens the setup page, for fifteen it makes the device
// forget what people set. Nothing happens by a short press, or while a contact bounces. Pure.
#pragma once

#include <cstdint>

#include "firmware/core/uptime.h"

namespace luft::firmware {

enum class ButtonLevel : std::uint8_t { up, down };

class Button {
 public:
  static constexpr Uptime kHoldForPage = std::chrono::seconds{5};
  static constexpr Uptime kHoldForReset = std::chrono::seconds{15};

  enum class Wish : std::uint8_t { none, setup_page, factory_reset };

  // The page opens on letting go; the reset comes while it is still held, so that a person sees it.
  // A button that is down at the start (a strap, a short circuit) counts from its first release.
  [[nodiscard]] Wish on_tick(ButtonLevel level, Uptime now) {
    if (level == ButtonLevel::up) {
      const bool was_held = down_since_ != kNever && now - down_since_ >= kHoldForPage;
      const Wish wish = was_held && !spent_ ? Wish::setup_page : Wish::none;
      armed_ = true;
      spent_ = false;
      down_since_ = kNever;
      return wish;
    }
    if (!armed_ || spent_) return Wish::none;
    if (down_since_ == kNever) down_since_ = now;
    if (now - down_since_ < kHoldForReset) return Wish::none;
    spent_ = true;
    return Wish::factory_reset;
  }

 private:
  bool armed_ = false;
  bool spent_ = false;  // this hold has had its reset
  Uptime down_since_ = kNever;
};

}  // namespace luft::firmware

// The contact of a smoke alarm, at the end of a wire that may be long: what it says counts once it
// has said so for half a second.
#pragma once

#include <cstdint>

#include "firmware/core/uptime.h"

namespace luft::firmware {

enum class SmokeInput : std::uint8_t { clear, alarm };

class SmokeContact {
 public:
  static constexpr Uptime kSteady{500};

  // With every tick, what the contact says now.
  void on_tick(SmokeInput says, Uptime now) {
    if (says != says_) since_ = now;
    says_ = says;
    if (now - since_ >= kSteady) steady_ = says;
  }
  [[nodiscard]] SmokeInput steady() const { return steady_; }

 private:
  SmokeInput says_ = SmokeInput::clear;
  SmokeInput steady_ = SmokeInput::clear;
  Uptime since_{};
};

}  // namespace luft::firmware

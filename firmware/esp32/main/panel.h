// What a person sees and presses on the board: one LED, one button; and the restart they may cause.
#pragma once

#include <atomic>

#include "firmware/core/button.h"
#include "firmware/core/ports.h"

namespace luft::firmware::esp32 {

class Panel final : public SystemActions {
 public:
  Panel();

  void identify() override { identify_asked_ = true; }
  void restart() override { restart_asked_ = true; }

  [[nodiscard]] Button::Wish on_tick(Uptime now);
  // Once it was asked for and what was queued had a moment to go out.
  [[nodiscard]] bool is_restart_due(Uptime now);

 private:
  Button button_;
  bool identify_asked_ = false;
  bool restart_asked_ = false;
  Uptime blink_until_ = kNever;
  Uptime restart_at_ = kNever;
};

}  // namespace luft::firmware::esp32

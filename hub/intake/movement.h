// Makes movements out of what a window says of itself: one for each way from rest to rest, and one
// for each change of cause under way. Pure.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "contract/window.h"
#include "hub/moment.h"

namespace luft::hub {

struct Movement {
  SystemTime began;
  double from_pct = 0;
  double to_pct = 0;
  contract::MoveCause cause{};
  std::optional<contract::RequestId> request_id;
  std::string reason;
};

class MovementTracker {
 public:
  // Below this the window counts as not moved: rounding of positions.
  static constexpr double kSmallestPct = 0.5;

  std::optional<Movement> on_state(const contract::WindowState& state, SystemTime now);

  // Goes on after a restart from the last known position.
  void restore(double position_pct) { rest_pct_ = position_pct; }

 private:
  std::optional<Movement> finish(double at_pct);

  std::optional<double> rest_pct_;       // where the movement under way, or the next one, starts
  std::unique_ptr<Movement> under_way_;  // null: it rests
};

}  // namespace luft::hub

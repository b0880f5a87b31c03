#include "hub/intake/movement.h"

#include <cmath>
#include <utility>

namespace luft::hub {

std::optional<Movement> MovementTracker::on_state(const contract::WindowState& state,
                                                  SystemTime now) {
  if (!rest_pct_) {  // first contact: where it stands is where it starts
    rest_pct_ = state.position_pct;
    if (!state.moving) return std::nullopt;
  }
  const auto begin = [&] {
    under_way_ = std::make_unique<Movement>(
        Movement{.began = now,
                 .from_pct = *rest_pct_,
                 .to_pct = state.position_pct,
                 .cause = state.cause,
                 .request_id = state.request_id,
                 .reason = std::string{state.reason ? state.reason->view() : ""}});
  };
  std::optional<Movement> finished;
  const bool other_cause = under_way_ && (under_way_->cause != state.cause ||
                                          under_way_->request_id != state.request_id);
  if (other_cause) finished = finish(state.position_pct);
  if (!under_way_ && (state.moving || state.position_pct != *rest_pct_)) begin();
  if (!state.moving && under_way_ && !finished) finished = finish(state.position_pct);
  return finished;
}

// Ends the movement under way; empty when it led nowhere.
std::optional<Movement> MovementTracker::finish(double at_pct) {
  Movement movement = std::move(*std::exchange(under_way_, nullptr));
  if (std::abs(at_pct - movement.from_pct) < kSmallestPct) return std::nullopt;
  movement.to_pct = at_pct;
  rest_pct_ = at_pct;
  return movement;
}

}  // namespace luft::hub

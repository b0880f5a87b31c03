#include "hub/foreign/travel.h"

#include <cmath>

namespace luft::hub {

void Travel::start(double target_pct, SteadyTime now) {
  from_pct_ = position_.value_or(target_pct);
  target_ = target_pct;
  moving_ = true;
  changed_ = false;
  halted_ = false;
  changed_at_ = now;
}

void Travel::halt(SteadyTime now) {
  if (!moving_) return;
  halted_ = true;
  target_ = position_;
  (void)come_to_rest(Event::arrived, now);
}

void Travel::restore(double position_pct, double target_pct, SteadyTime now) {
  position_ = position_pct;
  rest_pct_ = position_pct;
  target_ = target_pct;
  if (std::abs(position_pct - target_pct) > kNear_pct) start(target_pct, now);
}

Travel::Event Travel::on_position(double pct, SteadyTime now) {
  const bool first = !heard_;
  const bool changed = position_ != pct;
  heard_ = true;
  position_ = pct;
  if (moving_) {
    if (changed && !first) {
      changed_ = true;
      changed_at_ = now;
    }
    const double left = std::abs(pct - *target_);
    if (left <= kArrived_pct) return come_to_rest(Event::arrived, now);
    // Further away than where it began: another hand is at it.
    if (left > std::abs(from_pct_ - *target_) + kNear_pct && !first) {
      target_ = pct;
      return come_to_rest(Event::by_hand, now);
    }
    return changed ? Event::moved : Event::none;
  }
  if (first) {  // what happened before we were here is nobody's hand
    target_ = pct;
    rest_pct_ = pct;
    return changed ? Event::moved : Event::none;
  }
  if (rests_since_ && now - *rests_since_ < kSettling) {
    rest_pct_ = pct;
    if (halted_) target_ = pct;
  } else if (std::abs(pct - *rest_pct_) > kNear_pct) {
    target_ = pct;
    return come_to_rest(Event::by_hand, now);
  }
  return changed ? Event::moved : Event::none;
}

Travel::Event Travel::on_tick(SteadyTime now) {
  if (!moving_ || now - changed_at_ < longest_) return Event::none;
  if (reports_ == Reports::nothing) {
    position_ = target_;
    return come_to_rest(Event::arrived, now);
  }
  if (position_ && std::abs(*position_ - *target_) <= kNear_pct) {
    return come_to_rest(Event::arrived, now);
  }
  target_ = position_;
  return come_to_rest(changed_ ? Event::stopped_short : Event::unanswered, now);
}

Travel::Event Travel::come_to_rest(Event how, SteadyTime now) {
  moving_ = false;
  rest_pct_ = position_;
  rests_since_ = now;
  return how;
}

bool Travel::is_set_to(double target_pct) const {
  return target_ && std::abs(*target_ - target_pct) < kArrived_pct;
}

bool Travel::is_set_to_closed() const {
  if (!is_set_to(0)) return false;
  return moving_ || !position_ || *position_ <= kNear_pct;
}

bool Travel::has_rested(SteadyTime now) const {
  return !moving_ && (!rests_since_ || now - *rests_since_ >= kRest);
}

}  // namespace luft::hub

#include "firmware/core/network/joining.h"

#include <algorithm>

namespace luft::firmware {

void Joining::on_joined(Uptime now) {
  state_ = State::joined;
  retry_ = settings_.first_retry;
  impatient_at_ = now + patience_;
}

void Joining::on_broker_heard(Uptime now) {
  broker_heard_ = now;
  patience_ = settings_.first_patience;
  impatient_at_ = now + patience_;
}

void Joining::on_lost(Uptime now) {
  if (state_ == State::waiting) return;
  state_ = State::waiting;
  next_try_ = now + jitter_.stretched(retry_);
  retry_ = std::min(retry_ * 2, settings_.longest_retry);
}

void Joining::on_page_asked_for(Uptime now) {
  page_until_ = now + settings_.page_when_asked;
}

bool Joining::wants_page(Uptime now) const {
  if (person_is_there(now) || (page_until_ != kNever && now < page_until_)) return true;
  return now - broker_heard_ >= settings_.page_after;
}

Joining::Wish Joining::on_tick(Uptime now) {
  if (state_ == State::joined && now >= impatient_at_ && !person_is_there(now)) {
    patience_ = std::min(patience_ * 2, settings_.longest_patience);
    on_lost(now);
  }
  if (state_ == State::trying && now - tried_ >= settings_.longest_try) on_lost(now);
  if (wants_page(now) != page_is_open_) {
    page_is_open_ = !page_is_open_;
    return page_is_open_ ? Wish::open_page : Wish::close_page;
  }
  const bool may_try = state_ == State::waiting && now >= next_try_ && !person_is_there(now);
  if (!may_try) return Wish::none;
  state_ = State::trying;
  tried_ = now;
  return Wish::join;
}

}  // namespace luft::firmware

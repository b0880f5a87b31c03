#include "firmware/core/guard.h"

#include <cmath>
#include <utility>

#include "firmware/core/simple_rule.h"

namespace luft::firmware {

using contract::MoveCause;

namespace {

// Ready-made: a chip's stack has no room for them.
constexpr Reason kAlreadyThere = Reason::cut("already there");
constexpr Reason kQuiet = Reason::cut("quiet hours");
constexpr Reason kWaits = Reason::cut("waits for the motor's rest");

}  // namespace

Guard::Guard(const GuardSettings& settings, std::uint64_t boot, std::uint32_t hold_s)
    : settings_(settings), gate_(settings.gate, boot), watchdog_(settings.watchdog) {
  if (hold_s > 0) held_until_ = std::chrono::seconds{hold_s};
}

std::optional<std::uint32_t> Guard::hold_s(Uptime now) const {
  if (!is_held(now)) return std::nullopt;
  const auto left = std::chrono::ceil<std::chrono::seconds>(*held_until_ - now);
  return static_cast<std::uint32_t>(left.count());
}

Verdict Guard::on_control(const contract::WindowControl& control, const Motor& motor, Uptime now) {
  if (const auto admitted = gate_.admit(control, now); !admitted) {
    return Refused{Reason::cut(admitted.error())};
  }
  watchdog_.on_good_control(now);
  if (locked_) return Refused{Reason::cut("the window is locked")};
  if (is_held(now)) return Refused{Reason::cut("a person's hold has not ended")};
  if (hazard_) return Refused{Reason::cut(reason(*hazard_))};
  if (motor.is_lost())
    return Refused{Reason::cut("nobody knows where the window is: calibrate it")};
  if (const auto silence = watchdog_.rule_in_charge())
    return Refused{Reason::cut(reason(*silence))};
  if (quiet_) return Refused{kQuiet};

  Waiting& latest = waiting_.emplace(Waiting{});  // a newer decision replaces one that still waits
  latest.since = now;
  latest.move.target_pct = motor.within_limits(control.position_pct);
  latest.move.cause = MoveCause::control;
  latest.move.request_id = control.request_id;
  latest.move.as_of = control.as_of;
  if (control.reason) latest.move.reason = *control.reason;
  return judge_waiting(motor, now);
}

Verdict Guard::on_set(const contract::WindowSet& set, const Motor& motor, Uptime now) {
  if (std::get_if<contract::ReleaseHold>(&set) != nullptr) {
    held_until_.reset();
    return Noted{MoveCause::person, Reason::cut("a person gave the window back")};
  }
  if (locked_) return Refused{Reason::cut("the window is locked")};
  waiting_.reset();
  if (std::get_if<contract::StopMoving>(&set) != nullptr) {
    held_until_ = now + std::chrono::seconds{contract::kDefaultHoldSeconds};
    return Halt{};
  }
  const auto& wish = *std::get_if<contract::SetPosition>(&set);
  held_until_ = now + std::chrono::seconds{wish.hold_s};
  if (motor.is_set_to(wish.position_pct))
    return Noted{MoveCause::person, Reason::cut("a person holds the window")};
  return Move{.target_pct = motor.within_limits(wish.position_pct),
              .cause = MoveCause::person,
              .request_id = {},
              .as_of = {},
              .reason = Reason::cut("a person's hand")};
}

Verdict Guard::on_tick(const RoomNow& room, const Motor& motor, Uptime now) {
  watchdog_.on_tick(motor.has_rested(now) ? Watchdog::Motor::rested : Watchdog::Motor::busy, now);
  hazards_.on_room(room);
  quiet_ = settings_.quiet.hold_at(room.minute_of_day);
  if (locked_) return {};
  if (auto verdict = judge_hazard(motor, now)) return *verdict;
  if (is_held(now)) return {};
  if (held_until_) {
    held_until_.reset();
    return Noted{MoveCause::person, Reason::cut("a person's hold has ended")};
  }
  const auto silence = watchdog_.rule_in_charge();
  if (silence.has_value() != rule_announced_) {
    rule_announced_ = silence.has_value();
    waiting_.reset();
    return Noted{MoveCause::guard,
                 Reason::cut(silence ? reason(*silence) : "the model decides again")};
  }
  if (quiet_) {
    Verdict verdict;
    if (waiting_) verdict = Noted{MoveCause::control, kQuiet, waiting_->move.request_id};
    waiting_.reset();
    return verdict;
  }
  return silence ? judge_rule(room, motor, now) : judge_waiting(motor, now);
}

// A hazard that begins closes the window once, against a hold too; the hand that comes later wins.
// Without a hold the window stays closed for as long as the hazard lasts.
std::optional<Verdict> Guard::judge_hazard(const Motor& motor, Uptime now) {
  const auto begun = hazards_.begun_since(judged_);
  judged_ = hazards_;
  hazard_ = hazards_.active();
  if (!hazard_) return std::nullopt;
  waiting_.reset();
  if ((is_held(now) || motor.is_lost()) && !begun) return std::nullopt;
  const double closed = motor.settings().closed_limit_pct;
  if (motor.is_set_to(closed))
    return is_held(now) ? std::nullopt : std::optional<Verdict>{Verdict{}};
  return Move{.target_pct = closed,
              .cause = MoveCause::guard,
              .request_id = {},
              .as_of = {},
              .reason = Reason::cut(reason(begun.value_or(*hazard_)))};
}

// One verdict, filled in place, and apart: a chip's stack has no room for more.
[[gnu::noinline]] Verdict Guard::judge_waiting(const Motor& motor, Uptime now) {
  Verdict verdict;
  if (!waiting_ || motor.is_lost() || motor.is_moving()) return verdict;
  const auto note = [&](const Reason& reason) {
    Noted& noted = verdict.emplace<Noted>();
    noted.cause = MoveCause::control;
    noted.reason = reason;
    noted.request_id = waiting_->move.request_id;
  };
  if (motor.is_set_to(waiting_->move.target_pct)) {
    note(kAlreadyThere);
    waiting_.reset();
  } else if (!motor.has_rested(now)) {
    if (!std::exchange(waiting_->reported, true)) note(kWaits);
  } else {
    waiting_->move.waited = now != waiting_->since;
    if (now - waiting_->since <= settings_.gate.oldest) verdict.emplace<Move>(waiting_->move);
    waiting_.reset();
  }
  return verdict;
}

Verdict Guard::judge_rule(const RoomNow& room, const Motor& motor, Uptime now) {
  if (motor.is_lost() || !motor.has_rested(now)) return {};
  const double target = motor.within_limits(simple_rule_pct(room));
  if (std::abs(target - motor.target_pct()) < settings_.smallest_rule_move_pct) return {};
  return Move{.target_pct = target,
              .cause = MoveCause::guard,
              .request_id = {},
              .as_of = {},
              .reason = Reason::cut(reason(*watchdog_.rule_in_charge()))};
}

}  // namespace luft::firmware

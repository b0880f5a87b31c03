#include "hub/foreign/cover.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "contract/limits.h"
#include "runtime/uuid.h"

namespace luft::hub {

using contract::MoveCause;
using Event = Travel::Event;

namespace {

constexpr std::string_view kPosition = "{position}";
constexpr std::chrono::seconds kHandHolds{contract::kDefaultHoldSeconds};

}  // namespace

Cover::Cover(const runtime::CoverSettings& settings)
    : settings_(settings),
      travel_(settings.travel,
              settings.state_topic.empty() ? Travel::Reports::nothing : Travel::Reports::position) {
  explain(MoveCause::guard, "the hub guards this window");
}

void Cover::on_control(const contract::WindowControl& control, Moment now, CoverOutput& output) {
  if (const auto why = objection(control, now)) {
    return add_event("refused", control.request_id, *why, output);
  }
  waiting_.reset();  // a newer decision replaces one that still waits
  const double target = reachable(control.position_pct);
  const bool is_end = target == 0 || target == 100;
  const double near = is_end ? Travel::kArrived_pct : Travel::kNear_pct;  // motors wear
  if (travel_.target_pct() && std::abs(*travel_.target_pct() - target) < near) return;
  if (travel_.has_rested(now.steady)) return obey(control, now, output);
  waiting_ = {.control = control, .since = now.steady};
}

// Why a decision is not heard. A request id of ours says when the question was asked; a control
// without one is taken when it arrives, as on our devices.
std::optional<std::string_view> Cover::objection(const contract::WindowControl& control,
                                                 Moment now) {
  if (control.request_id) {
    const auto asked = runtime::uuid_time(control.request_id->view());
    if (asked && now.wall - *asked > kOldestDecision) return "the decision is older than 5 minutes";
    if (asked && *asked - now.wall > kOldestDecision) return "the decision is dated ahead";
    if (asked && accepted_ && *control.request_id < *accepted_) {
      return "the decision is older than the last one accepted";
    }
    if (asked) accepted_ = control.request_id;
  }
  if (is_held(now.steady)) return "a person's hold has not ended";
  return hazards_.reason();
}

void Cover::obey(const contract::WindowControl& control, Moment now, CoverOutput& output) {
  begin({.target_pct = control.position_pct,
         .cause = MoveCause::control,
         .request_id = control.request_id,
         .reason = control.reason ? control.reason->view() : std::string_view{}},
        now, output);
}

void Cover::on_set(const contract::WindowSet& set, Moment now, CoverOutput& output) {
  waiting_.reset();
  kept_is_over_ = true;
  if (std::holds_alternative<contract::ReleaseHold>(set)) {
    held_until_.reset();
    explain(MoveCause::person, "a person gave the window back");
    return say(now.steady, output);
  }
  must_close_ = false;
  if (std::holds_alternative<contract::StopMoving>(set)) {
    hold_for(kHandHolds, now.steady);
    if (settings_.stop.topic.empty()) {
      add_event("refused", std::nullopt, "this window has no stop command in luft.yaml", output);
      explain(MoveCause::person, "a person holds the window");
    } else {
      output.orders.push_back(settings_.stop);
      travel_.halt(now.steady);
      explain(MoveCause::person, "stopped by a person");
    }
    return say(now.steady, output);
  }
  const auto& wish = std::get<contract::SetPosition>(set);
  held_until_ = now.steady + std::chrono::seconds{wish.hold_s};
  if (travel_.is_set_to(reachable(wish.position_pct))) {
    explain(MoveCause::person, "a person holds the window");
    return say(now.steady, output);
  }
  begin({.target_pct = wish.position_pct,
         .cause = MoveCause::person,
         .request_id = {},
         .reason = "a person's hand"},
        now, output);
}

void Cover::on_position(double theirs_pct, Moment now, CoverOutput& output) {
  if (!(theirs_pct >= 0 && theirs_pct <= 100)) return;
  const double ours_pct = settings_.inverted ? 100 - theirs_pct : theirs_pct;
  note(travel_.on_position(ours_pct, now.steady), now, output);
}

void Cover::on_kept_state(const contract::WindowState& state, Moment now) {
  if (kept_is_over_) return;
  kept_is_over_ = true;
  recall(state, now);
}

void Cover::recall(const contract::WindowState& state, Moment now) {
  if (!travel_.target_pct()) travel_.restore(state.position_pct, state.target_pct, now.steady);
  held_until_.reset();
  if (state.hold_s) hold_for(std::chrono::seconds{*state.hold_s}, now.steady);
  cause_ = state.cause;
  request_id_ = state.request_id;
  if (state.reason) reason_ = *state.reason;
  unsaid_ = said_at_.has_value();
}

void Cover::on_tick(const Hazards& hazards, Moment now, CoverOutput& output) {
  note(travel_.on_tick(now.steady), now, output);
  judge(hazards, now, output);
  if (held_until_ && !is_held(now.steady)) {
    held_until_.reset();
    explain(MoveCause::person, "a person's hold has ended");
  }
  if (waiting_ && travel_.has_rested(now.steady)) {
    const Waiting waiting = *waiting_;
    waiting_.reset();
    if (now.steady - waiting.since <= kOldestDecision) obey(waiting.control, now, output);
  }
  const bool hold_is_stale = held_until_ && said_at_ && now.steady - *said_at_ >= kHeldSaid;
  if (unsaid_ || hold_is_stale) say(now.steady, output);
}

void Cover::judge(const Hazards& hazards, Moment now, CoverOutput& output) {
  const bool begins = hazards.has_more_than(hazards_);
  hazards_ = hazards;
  if (begins) {
    must_close_ = true;
    close_attempts_ = 0;
    close_again_at_ = now.steady;
  }
  const auto why = hazards_.reason();
  if (!why) return void(must_close_ = false);
  waiting_.reset();
  if (travel_.is_set_to_closed()) {
    if (!travel_.is_moving()) must_close_ = false;
    return;
  }
  if (!must_close_ && is_held(now.steady)) return;
  const bool under_way = travel_.is_moving() && !begins;  // a person's last wish may end first
  if (under_way || now.steady < close_again_at_) return;
  ++close_attempts_;
  if (close_attempts_ >= kCloseAttempts) close_again_at_ = now.steady + kCloseAgainAfter;
  begin({.target_pct = 0, .cause = MoveCause::guard, .request_id = {}, .reason = *why}, now,
        output);
}

void Cover::begin(const Move& move, Moment now, CoverOutput& output) {
  const double target = reachable(move.target_pct);
  kept_is_over_ = true;
  order(target, output);
  travel_.start(target, now.steady);
  explain(move.cause, move.reason);
  request_id_ = move.request_id;
  say(now.steady, output);
}

// Ends are told by their own command where there is one: covers find their end stops by it.
void Cover::order(double target_pct, CoverOutput& output) const {
  if (target_pct == 0 && !settings_.close.topic.empty()) {
    return output.orders.push_back(settings_.close);
  }
  if (target_pct == 100 && !settings_.open.topic.empty()) {
    return output.orders.push_back(settings_.open);
  }
  runtime::CoverCommand command = settings_.set_position;
  const double theirs = settings_.inverted ? 100 - target_pct : target_pct;
  const std::string number = std::to_string(std::lround(theirs));
  for (std::size_t at = 0; (at = command.payload.find(kPosition, at)) != std::string::npos;) {
    command.payload.replace(at, kPosition.size(), number);
    at += number.size();
  }
  output.orders.push_back(std::move(command));
}

// Whole per cent; only the ends where the cover takes no positions.
double Cover::reachable(double target_pct) const {
  if (settings_.set_position.topic.empty()) return target_pct >= 50 ? 100 : 0;
  return std::clamp(std::round(target_pct), 0.0, 100.0);
}

void Cover::note(Event event, Moment now, CoverOutput& output) {
  switch (event) {
    case Event::none:
      return;
    case Event::moved:
    case Event::arrived:
      break;
    case Event::stopped_short:
      if (cause_ == MoveCause::guard) {  // an obstacle is as likely: a hazard tries again
        explain(cause_, "it stopped before it was closed");
        break;
      }
      [[fallthrough]];
    case Event::by_hand:
      waiting_.reset();
      must_close_ = false;
      hold_for(kHandHolds, now.steady);
      explain(MoveCause::person, "moved by hand at the window");
      break;
    case Event::unanswered:
      add_event("unanswered", request_id_, "the window did not move when told to", output);
      explain(cause_, "the window did not move when told to");
      break;
  }
  unsaid_ = true;
  const bool too_soon = travel_.is_moving() && said_at_ && now.steady - *said_at_ < kSaidAtMost;
  if (!too_soon) say(now.steady, output);
}

// Never shortens a hold that there is.
void Cover::hold_for(std::chrono::seconds duration, SteadyTime now) {
  held_until_ = std::max(held_until_.value_or(now), now + duration);
}

void Cover::explain(MoveCause cause, std::string_view reason) {
  cause_ = cause;
  request_id_.reset();
  reason_ = contract::Text<contract::kMaxReasonLength>::cut(reason);
  unsaid_ = true;
}

// Nothing is said while nothing is known: a state needs a position.
void Cover::say(SteadyTime now, CoverOutput& output) {
  unsaid_ = false;
  if (!travel_.position_pct()) return;
  said_at_ = now;
  contract::WindowState state;
  state.position_pct = *travel_.position_pct();
  state.target_pct = travel_.target_pct().value_or(state.position_pct);
  state.moving = travel_.is_moving();
  state.cause = cause_;
  state.request_id = request_id_;
  if (is_held(now)) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(*held_until_ - now);
    state.hold_s = static_cast<std::uint32_t>(left.count());
  }
  if (!reason_.empty()) state.reason = reason_;
  output.state = state;
}

void Cover::add_event(std::string_view event, const std::optional<contract::RequestId>& request,
                      std::string_view reason, CoverOutput& output) {
  output.events.push_back({.event = decltype(contract::DeviceEvent::event)::cut(event),
                           .request_id = request,
                           .reason = contract::Text<contract::kMaxReasonLength>::cut(reason)});
}

}  // namespace luft::hub

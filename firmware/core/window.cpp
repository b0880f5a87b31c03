#include "firmware/core/window.h"

#include "contract/control.h"

namespace luft::firmware {
namespace {

// How often a running hold is written down: what a power cut may add to it.
constexpr Uptime kHoldWrittenEvery = std::chrono::minutes{10};

struct Trouble {
  std::string_view fault;
  std::string_view event;
  std::string_view reason;
};

const Trouble& trouble(MotorFault fault) {
  static constexpr Trouble kNotFound{
      "limit_not_found", "calibration_failed",
      "the limit switch was not found: check the switch and its wires"};
  static constexpr Trouble kShort{"stopped_short", "motor_failed",
                                  "the motor did not get there: check its power"};
  static constexpr Trouble kStill{
      "did_not_move", "motor_failed",
      "the motor turned but the window did not move: check what is between"};
  if (fault == MotorFault::limit_not_found) return kNotFound;
  return fault == MotorFault::stopped_short ? kShort : kStill;
}

}  // namespace

Window::Window(const WindowSettings& settings, const contract::DeviceId& device, std::uint64_t boot,
               const Remembered& remembered, const Ports& ports, Events& events)
    : device_(device),
      sink_(ports.sink),
      memory_(ports.memory),
      observer_(ports.observer),
      scratch_(ports.scratch),
      events_(events),
      motor_(settings.motor, remembered.position_pct, ports.motor),
      guard_(settings.guard, boot, remembered.hold_s),
      own_rest_(settings.motor.rest_between_moves),
      own_as_of_(settings.guard.gate.as_of),
      as_of_(own_as_of_),
      own_quiet_(settings.guard.quiet),
      quiet_(own_quiet_) {
  if (remembered.moving) motor_.lose_position(remembered.from_pct);
  if (!motor_.knows_position()) give_reason("position unknown until the next move");
}

void Window::configure(const contract::WindowConfig& config) {
  motor_.set_rest(config.rest_s ? std::chrono::seconds{*config.rest_s} : own_rest_);
  as_of_ = own_as_of_;
  if (config.strict) as_of_ = *config.strict ? AsOf::required : AsOf::optional;
  guard_.set_as_of(as_of_);
  quiet_ = own_quiet_;
  if (config.quiet_from_min && config.quiet_to_min) {
    quiet_ = {.from_min = *config.quiet_from_min, .to_min = *config.quiet_to_min};
  }
  guard_.set_quiet(quiet_);
  if (config.locked.value_or(false)) {
    guard_.lock();
  } else {
    guard_.unlock();
  }
}

contract::WindowConfig Window::configuration() const {
  const auto rest = motor_.settings().rest_between_moves;
  contract::WindowConfig config;
  config.strict = as_of_ == AsOf::required;
  config.locked = guard_.is_locked();
  config.quiet_from_min = quiet_.from_min;
  config.quiet_to_min = quiet_.to_min;
  if (rest % std::chrono::seconds{1} == Uptime{}) {
    config.rest_s =
        static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(rest).count());
  }
  return config;
}

void Window::on_control(std::string_view payload, Uptime now) {
  ++counters_.controls;
  ReadControl read;
  const Verdict verdict = judge(payload, read, now);
  if (read.error) return refuse_unreadable("control", *read.error, now);
  obey(verdict, read.request_id, now);
}

// Apart, so that the control has left the stack before it is obeyed.
[[gnu::noinline]] Verdict Window::judge(std::string_view payload, ReadControl& read, Uptime now) {
  const auto control = contract::parse_window_control(payload);
  if (!control) {
    read.error = control.error();
    return {};
  }
  read.request_id = control->request_id;
  return guard_.on_control(*control, motor_, now);
}

void Window::on_set(std::string_view payload, Uptime now) {
  const auto set = contract::parse_window_set(payload);
  if (!set) return refuse_unreadable("set", set.error(), now);
  obey(guard_.on_set(*set, motor_, now), std::nullopt, now);
}

void Window::calibrate(Uptime now) {
  if (guard_.is_locked()) {
    events_.say("refused", std::nullopt, "the window is locked", now);
    return;
  }
  if (!motor_.calibrate(now)) {
    events_.say("refused", std::nullopt, "this window needs no calibration run", now);
    return;
  }
  cause_ = contract::MoveCause::calibration;
  give_reason("looking for the limit switch");
  request_id_.reset();
  say_state(now);
  remember(now);
}

void Window::on_tick(const RoomNow& room, Uptime now) {
  obey(guard_.on_tick(room, motor_, now), std::nullopt, now);
  switch (motor_.on_tick(now)) {
    case Motor::Progress::idle:
    case Motor::Progress::moving:
      break;
    case Motor::Progress::failed:
      fail(now);
      [[fallthrough]];
    case Motor::Progress::arrived:
      say_state(now);
      remember(now);
  }
  if (guard_.hold_s(now) && now - remembered_at_ >= kHoldWrittenEvery) remember(now);
  if (state_unsaid_) say_state(now);
  if (trouble_unsaid_) say_trouble(now);
}

void Window::obey(const Verdict& verdict, const std::optional<contract::RequestId>& request_id,
                  Uptime now) {
  if (const auto* move = std::get_if<Move>(&verdict)) return begin(*move, now);
  if (const auto* refused = std::get_if<Refused>(&verdict)) {
    ++counters_.refused;
    events_.say("refused", request_id, refused->reason.view(), now);
    return;
  }
  if (const auto* noted = std::get_if<Noted>(&verdict)) {
    cause_ = noted->cause;
    reason_ = noted->reason;
    request_id_ = noted->request_id;
  } else if (std::get_if<Halt>(&verdict) != nullptr) {
    motor_.stop(now);
    cause_ = contract::MoveCause::person;
    give_reason("stopped by a person");
    request_id_.reset();
  } else {
    return;
  }
  say_state(now);
  remember(now);
}

void Window::begin(const Move& move, Uptime now) {
  ++counters_.movements;
  if (move.cause == contract::MoveCause::control) ++counters_.moved_by_model;
  if (move.cause == contract::MoveCause::person) ++counters_.moved_by_person;
  const double from = motor_.position_pct();
  motor_.move_to(move.target_pct, now);
  observer_.movement_started({.from_pct = from,
                              .to_pct = motor_.target_pct(),
                              .cause = move.cause,
                              .request_id = move.request_id,
                              .as_of = move.as_of,
                              .waited = move.waited});
  cause_ = move.cause;
  request_id_ = move.request_id;
  reason_ = move.reason;
  say_state(now);
  remember(now);
}

// Apart, so that its copy is on a chip's stack for a moment only.
[[gnu::noinline]] void Window::give_reason(std::string_view why) {
  reason_ = Reason::cut(why);
}

void Window::fail(Uptime now) {
  cause_ = contract::MoveCause::guard;
  give_reason(trouble(motor_.fault()).reason);
  request_id_.reset();
  say_trouble(now);
}

// Until it was said: another event within the second, or no connection, may be in the way.
void Window::say_trouble(Uptime now) {
  if (motor_.fault() == MotorFault::none) return void(trouble_unsaid_ = false);
  const Trouble& latest = trouble(motor_.fault());
  trouble_unsaid_ = !events_.say(latest.event, std::nullopt, latest.reason, now);
}

void Window::refuse_unreadable(std::string_view what, const contract::ParseError& error,
                               Uptime now) {
  ++counters_.malformed;
  std::array<char, 80> text{};
  std::size_t length = 0;
  for (const std::string_view part : {what, std::string_view{": "}, contract::name(error.kind),
                                      std::string_view{" "}, error.member.view()}) {
    length += part.copy(text.data() + length, text.size() - length);
  }
  events_.say("refused", std::nullopt, {text.data(), length}, now);
}

void Window::say_state(Uptime now) {
  contract::WindowState state;
  state.position_pct = motor_.position_pct();
  state.target_pct = motor_.target_pct();
  state.moving = motor_.is_moving();
  state.cause = cause_;
  state.request_id = request_id_;
  state.hold_s = guard_.hold_s(now);
  if (!reason_.empty()) state.reason = reason_;
  if (motor_.fault() != MotorFault::none) {
    state.fault = contract::FaultWord::cut(trouble(motor_.fault()).fault);
  }
  const contract::Topic topic{.kind = contract::TopicKind::window_state, .device = device_};
  state_unsaid_ = !sink_.publish(topic, contract::write_window_state(state, scratch_.text));
}

void Window::remember(Uptime now) {
  memory_.remember({.position_pct = motor_.target_pct(),
                    .from_pct = motor_.origin_pct(),
                    .hold_s = guard_.hold_s(now).value_or(0),
                    .moving = motor_.is_moving() || !motor_.knows_position()});
  remembered_at_ = now;
}

}  // namespace luft::firmware

// Who may move the window, and when: mechanical limits > lock > person > hazard > model > own rule.
//
// A pure judge: it is told what was asked and what the room is like, looks at the motor, and
// answers what should happen. The device carries it out.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "contract/control.h"
#include "contract/window.h"
#include "firmware/core/control_gate.h"
#include "firmware/core/hazards.h"
#include "firmware/core/motor.h"
#include "firmware/core/quiet_hours.h"
#include "firmware/core/room_now.h"
#include "firmware/core/watchdog.h"

namespace luft::firmware {

using Reason = contract::Text<contract::kMaxReasonLength>;

struct Move {
  double target_pct = 0;
  contract::MoveCause cause{};
  std::optional<contract::RequestId> request_id;
  std::optional<contract::ReadingRef> as_of;
  Reason reason;
  bool waited = false;
};
struct Halt {};  // stop where it is: a person said so
struct Noted {   // nothing moves, but what is said of the window changes
  contract::MoveCause cause{};
  Reason reason;
  std::optional<contract::RequestId> request_id = std::nullopt;  // of a decision that moves nothing
};
struct Refused {
  Reason reason;
};

using Verdict = std::variant<std::monostate, Move, Halt, Noted, Refused>;

struct GuardSettings {
  ControlGateSettings gate;
  WatchdogSettings watchdog;
  double smallest_rule_move_pct = 10;
  QuietHours quiet{};
};

class Guard {
 public:
  // `hold_s`: what remained of a person's hold when the power went.
  Guard(const GuardSettings& settings, std::uint64_t boot, std::uint32_t hold_s);

  [[nodiscard]] Verdict on_control(const contract::WindowControl& control, const Motor& motor,
                                   Uptime now);
  [[nodiscard]] Verdict on_set(const contract::WindowSet& set, const Motor& motor, Uptime now);
  [[nodiscard]] Verdict on_tick(const RoomNow& room, const Motor& motor, Uptime now);

  void on_reading(std::uint64_t seq, Uptime now) { gate_.on_reading(seq, now); }
  void on_receipt(Uptime now) { watchdog_.on_receipt(now); }
  void on_model_presence(contract::Presence presence) { watchdog_.on_model_presence(presence); }
  void on_smoke_input(SmokeInput input) { hazards_.on_smoke_input(input); }
  void set_as_of(AsOf as_of) { gate_.set_as_of(as_of); }  // whether controls must name it
  void set_quiet(const QuietHours& hours) { settings_.quiet = hours; }
  void lock() { locked_ = true; }
  void unlock() { locked_ = false; }
  [[nodiscard]] bool is_locked() const { return locked_; }

  // What remains of a person's hold; empty without one.
  [[nodiscard]] std::optional<std::uint32_t> hold_s(Uptime now) const;
  [[nodiscard]] std::optional<Silence> rule_in_charge() const { return watchdog_.rule_in_charge(); }

 private:
  [[nodiscard]] bool is_held(Uptime now) const { return held_until_ && now < *held_until_; }
  [[nodiscard]] std::optional<Verdict> judge_hazard(const Motor& motor, Uptime now);
  [[nodiscard]] Verdict judge_waiting(const Motor& motor, Uptime now);
  [[nodiscard]] Verdict judge_rule(const RoomNow& room, const Motor& motor, Uptime now);

  // A decision until it is carried out or reported: a movement under way is not talked over.
  struct Waiting {
    Move move;
    Uptime since{};
    bool reported = false;
  };

  GuardSettings settings_;
  ControlGate gate_;
  Watchdog watchdog_;
  Hazards hazards_;
  bool locked_ = false;
  bool quiet_ = false;           // as of the last tick
  bool rule_announced_ = false;  // the world has been told that the own rule is in charge
  std::optional<Uptime> held_until_;
  Hazards judged_;                  // as judged last: one more closes even against a hold
  std::optional<Hazard> hazard_;    // the gravest of them
  std::optional<Waiting> waiting_;  // put off by a movement, or the minimum time between moves
};

}  // namespace luft::firmware

#include "firmware/core/watchdog.h"

namespace luft::firmware {

std::string_view reason(Silence silence) {
  switch (silence) {
    case Silence::no_receipt:
      return "own rule: no receipt from the hub for 5 minutes";
    case Silence::model_offline:
      return "own rule: the model is offline";
    case Silence::no_control:
      return "own rule: no decision in 3 of the longest intervals";
  }
  return "own rule";
}

void Watchdog::on_good_control(Uptime now) {
  control_at_ = now;
  model_offline_ = false;  // it speaks, whatever an old status says
  if (in_charge_for_ && good_controls_ < settings_.controls_to_hand_back) ++good_controls_;
}

Watchdog::Change Watchdog::on_tick(Motor motor, Uptime now) {
  const auto why = silence(now);
  if (!in_charge_for_) {
    if (!why) return Change::none;
    in_charge_for_ = why;
    good_controls_ = 0;
    return Change::rule_took_over;
  }
  if (why) {
    in_charge_for_ = why;
    return Change::none;
  }
  if (good_controls_ < settings_.controls_to_hand_back || motor == Motor::busy) return Change::none;
  in_charge_for_.reset();
  return Change::handed_back;
}

std::optional<Silence> Watchdog::silence(Uptime now) const {
  if (now - receipt_at_ > settings_.longest_without_receipt) return Silence::no_receipt;
  if (model_offline_) return Silence::model_offline;
  if (now - control_at_ > settings_.longest_control_interval * settings_.controls_missed) {
    return Silence::no_control;
  }
  return std::nullopt;
}

}  // namespace luft::firmware

// Who decides: the model, or, when hub or model are silent, the device's own simple rule.
//
// The rule takes over for one of three reasons and hands back only after two good decisions, so a
// flickering network does not make a window go to and fro.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "contract/device.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

struct WatchdogSettings {
  Uptime longest_without_receipt = std::chrono::minutes{5};
  Uptime longest_control_interval = std::chrono::minutes{5};  // the hub asks at least this often
  std::uint8_t controls_missed = 3;
  std::uint8_t controls_to_hand_back = 2;
};

enum class Silence : std::uint8_t { no_receipt, model_offline, no_control };

[[nodiscard]] std::string_view reason(Silence silence);

class Watchdog {
 public:
  explicit Watchdog(const WatchdogSettings& settings) : settings_(settings) {}

  void on_receipt(Uptime now) { receipt_at_ = now; }
  void on_model_presence(contract::Presence presence) {
    model_offline_ = presence == contract::Presence::offline;
  }
  void on_good_control(Uptime now);

  enum class Change : std::uint8_t { none, rule_took_over, handed_back };
  // `motor_has_rested`: handing back waits for the minimum time between moves.
  enum class Motor : std::uint8_t { busy, rested };
  Change on_tick(Motor motor, Uptime now);

  // Why the rule is in charge; empty while the model is.
  [[nodiscard]] std::optional<Silence> rule_in_charge() const { return in_charge_for_; }

 private:
  [[nodiscard]] std::optional<Silence> silence(Uptime now) const;

  WatchdogSettings settings_;
  // The start counts as contact: a device gives the world time before it decides alone.
  Uptime receipt_at_{};
  Uptime control_at_{};
  bool model_offline_ = false;
  std::uint8_t good_controls_ = 0;  // since the rule took over
  std::optional<Silence> in_charge_for_;
};

}  // namespace luft::firmware

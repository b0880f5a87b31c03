// Watches the window in a simulated year: each movement and each position of its motor, against who
// wanted it there.
#pragma once

#include <optional>

#include "firmware/core/fake_ports.h"
#include "firmware/core/motor.h"
#include "firmware/core/year/year_account.h"

namespace luft::firmware::testing {

class YearWatch final : public DeviceObserver {
 public:
  // Both outlive it; what is wrong is added to the account.
  YearWatch(YearAccount& account, FakeMotorDriver& driver) : account_(account), driver_(driver) {}

  void on_start() { movement_.reset(); }
  // A person's word has reached the device.
  void on_hand(double position_pct, Uptime hold, const Motor& motor);
  void on_tick(const Motor& motor, Uptime passed);
  void movement_started(const Movement& movement) override;

  [[nodiscard]] bool is_held() const { return hold_left_ > Uptime{}; }

 private:
  void check_hand(const Motor& motor);
  void check_position();
  void is_wrong(const char* what) { account_.wrongs.emplace_back(what); }

  YearAccount& account_;
  FakeMotorDriver& driver_;
  std::optional<Movement> movement_;  // the latest of this life
  std::optional<double> hand_pct_;    // where the last hand put it, until others move it
  Uptime hold_left_{};                // of a person, while the device runs
};

}  // namespace luft::firmware::testing

// The window's motor: where it is, where it goes, how it gets there without a jerk.
//
// Invariants: the position stays within the limits; nothing moves before the first move_to or
// calibrate; the speed exceeds neither the set speed nor what the driver can follow, nor changes
// faster than the set acceleration, except at stop(), while the driver looks for its reference, at
// its own pace, and where it has none to look for: then the first movement is one leap.
#pragma once

#include "firmware/core/ports.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

struct MotorSettings {
  double closed_limit_pct = 0;  // mechanical limits of this window
  double open_limit_pct = 100;
  double speed_pct_per_s = 15;  // or as fast as the driver can follow
  double acceleration_pct_per_s2 = 20;
  double smallest_move_pct = 1;  // a set-point nearer than this to the present one is the same
  Uptime rest_between_moves = std::chrono::seconds{60};  // from the end of one to the next
};

// Why the last movement did not end where it should.
enum class MotorFault : std::uint8_t { none, limit_not_found, stopped_short, did_not_move };

class Motor {
 public:
  // What is caught up at a tick, however late it comes: a loop that stalled must not end in a leap.
  static constexpr Uptime kMostCaughtUp{150};

  // `position_pct`: where the window is as far as is remembered. `driver` outlives the motor.
  Motor(const MotorSettings& settings, double position_pct, MotorDriver& driver);

  // The power went on the way from `from_pct`, or what was remembered is gone: it stands somewhere
  // between, unless the driver knows better.
  void lose_position(double from_pct);

  // Starts towards `target_pct` (held within the limits), also while moving.
  void move_to(double target_pct, Uptime now);
  void stop(Uptime now);
  // Looks for the driver's reference, and comes back to where it was set. False when this driver
  // needs none.
  [[nodiscard]] bool calibrate(Uptime now);

  enum class Progress : std::uint8_t { idle, moving, arrived, failed };
  // Brings the movement up to `now`. `arrived` or `failed` once, when a movement has ended: the
  // window is there, or fault() says what is wrong.
  Progress on_tick(Uptime now);

  [[nodiscard]] double within_limits(double position_pct) const;
  // True when going to `target_pct` would change nothing worth a motor's start.
  [[nodiscard]] bool is_set_to(double target_pct) const;
  // True when the minimum time since the last movement has passed: people and hazards do not ask.
  [[nodiscard]] bool has_rested(Uptime now) const;

  [[nodiscard]] double position_pct() const { return position_pct_; }
  [[nodiscard]] double target_pct() const { return target_pct_; }
  [[nodiscard]] double origin_pct() const { return origin_pct_; }  // of this movement, or here
  [[nodiscard]] bool is_moving() const { return moving_; }
  [[nodiscard]] bool knows_position() const;
  // The position is unknown, and the way to find it failed: nobody but a person should try again.
  [[nodiscard]] bool is_lost() const { return lost_; }
  // Until the next movement that arrives.
  [[nodiscard]] MotorFault fault() const { return fault_; }
  [[nodiscard]] const MotorSettings& settings() const { return settings_; }
  void set_rest(Uptime between_moves) { settings_.rest_between_moves = between_moves; }

 private:
  void step();
  [[nodiscard]] Progress seek(Uptime now);
  [[nodiscard]] Progress fail(MotorFault fault, Uptime now);
  [[nodiscard]] Progress end(Progress how, Uptime now);

  MotorSettings settings_;
  MotorDriver& driver_;
  double position_pct_;
  double target_pct_;
  double origin_pct_;
  double speed_pct_per_s_ = 0;  // signed
  bool moving_ = false;
  bool seeking_ = false;  // the first part of a movement whose driver has no reference
  bool lost_ = false;
  MotorFault fault_ = MotorFault::none;
  Uptime stepped_to_{};
  Uptime came_to_rest_ = kNever;
};

}  // namespace luft::firmware

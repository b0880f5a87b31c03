// Where a cover without our firmware is, as far as it says; where it was sent; and whether it moved
// because we said so or because somebody's hand did. Pure.
//
// Covers report as they please: each per cent of the way, only the end, or never. So a movement
// ends when the target is reported, or when nothing has been reported for as long as a whole way
// takes. A change of position that we did not ask for is a hand's.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "hub/moment.h"

namespace luft::hub {

class Travel {
 public:
  static constexpr double kArrived_pct = 1;  // at once
  static constexpr double kNear_pct = 5;     // what covers are off by; beyond it is a hand
  static constexpr std::chrono::seconds kSettling{10};  // reports that still belong to a movement
  static constexpr std::chrono::seconds kRest{60};      // between movements, as on our devices

  enum class Reports : std::uint8_t { position, nothing };
  // `longest`: more than the way from end to end takes.
  Travel(std::chrono::seconds longest, Reports reports) : longest_(longest), reports_(reports) {}

  enum class Event : std::uint8_t {
    none,
    moved,          // another position, as asked for
    arrived,        // at rest where it was sent
    by_hand,        // somebody else moved it
    stopped_short,  // came to rest on its way
    unanswered,     // did not move at all
  };
  Event on_position(double pct, SteadyTime now);
  Event on_tick(SteadyTime now);

  void start(double target_pct, SteadyTime now);
  void halt(SteadyTime now);  // it was told to stop: where it comes to rest is right

  // What was known before a restart. A movement under way goes on.
  void restore(double position_pct, double target_pct, SteadyTime now);

  [[nodiscard]] std::optional<double> position_pct() const { return position_; }
  [[nodiscard]] std::optional<double> target_pct() const { return target_; }
  [[nodiscard]] bool is_moving() const { return moving_; }
  [[nodiscard]] bool is_set_to(double target_pct) const;
  // Closed or closing; one that should be and is known to stand open is not.
  [[nodiscard]] bool is_set_to_closed() const;
  [[nodiscard]] bool has_rested(SteadyTime now) const;

 private:
  Event come_to_rest(Event how, SteadyTime now);

  std::chrono::seconds longest_;
  Reports reports_;
  std::optional<double> position_;
  std::optional<double> target_;
  std::optional<double> rest_pct_;  // what a hand's movement is told by
  bool heard_ = false;              // a position was reported since the start
  bool moving_ = false;
  bool changed_ = false;  // since this movement began
  bool halted_ = false;
  double from_pct_ = 0;
  SteadyTime changed_at_;
  std::optional<SteadyTime> rests_since_;
};

}  // namespace luft::hub

// Whether the hub's own clock can be right: it is never before the program was built, nor before
// the newest entry that the journal has. A machine without a battery begins in 1970, or where it
// was switched off, until the network tells it the time. Pure.
#pragma once

#include <optional>
#include <string>

#include "hub/moment.h"

namespace luft::hub {

// When this program was configured to be built.
[[nodiscard]] SystemTime build_time();

class ClockCheck {
 public:
  // A clock that is corrected goes back a little; it is trusted all the same.
  static constexpr std::chrono::minutes kTolerance{5};

  // `newest`: of what the journal's file has; the epoch when it has nothing.
  ClockCheck(SystemTime built, SystemTime newest) : built_(built), newest_(newest) {}

  // Why not; for people, with what to do. Empty: the clock can be right.
  [[nodiscard]] std::optional<std::string> distrusts(SystemTime now) const;

  // Something was taken in at this time.
  void note(SystemTime taken) {
    if (taken > newest_) newest_ = taken;
  }

 private:
  SystemTime built_;
  SystemTime newest_;
};

}  // namespace luft::hub

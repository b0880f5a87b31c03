#include "hub/clock_check.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace luft::hub {
namespace {

std::string said(SystemTime time) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

SystemTime build_time() {
  return SystemTime{std::chrono::seconds{LUFT_BUILD_TIME_S}};
}

std::optional<std::string> ClockCheck::distrusts(SystemTime now) const {
  if (now + kTolerance < built_) {
    return fmt::format(
        "the clock says {}, before this program was built ({}): set it, or wait for "
        "NTP; nothing is taken in until then",
        said(now), said(built_));
  }
  if (now + kTolerance < newest_) {
    return fmt::format(
        "the clock says {}, before the newest entry of the journal ({}): set it, or "
        "wait for NTP; nothing is taken in until then. If it was that entry's clock "
        "that was wrong, wait until then or begin with another data folder",
        said(now), said(newest_));
  }
  return std::nullopt;
}

}  // namespace luft::hub

#include "hub/intake/reading_time.h"

namespace luft::hub {
namespace {

using std::chrono::milliseconds;

constexpr SystemTime kYear2000{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
constexpr std::chrono::hours kAhead{24};

SystemTime after(SystemTime from, std::uint64_t ms) {
  return from + milliseconds{static_cast<std::int64_t>(ms)};
}

}  // namespace

bool is_plausible(SystemTime time, SystemTime received, milliseconds retention) {
  if (time < kYear2000 || time > received + kAhead) return false;
  return retention == milliseconds{0} || time >= received - retention;
}

bool is_wrong_clock(const SaidTime& said, SystemTime received, milliseconds retention) {
  if (!said.time_ms) return false;
  const SystemTime time = after(SystemTime{}, *said.time_ms);
  if (!is_plausible(time, received, retention)) return true;
  if (!said.boot_time) return false;
  const SystemTime earliest = after(*said.boot_time, said.up_ms);
  const SystemTime latest = after(said.latest_boot_time.value_or(*said.boot_time), said.up_ms);
  return time < earliest - kClockMayBeOff || time > latest + kClockMayBeOff;
}

std::optional<ReadingTime> reading_time(const SaidTime& said, SystemTime received,
                                        milliseconds retention) {
  if (said.time_ms && !is_wrong_clock(said, received, retention)) {
    return ReadingTime{.time = after(SystemTime{}, *said.time_ms),
                       .source = store::TimeSource::clock};
  }
  const ReadingTime known =
      said.boot_time ? ReadingTime{.time = after(*said.boot_time, said.up_ms),
                                   .source = store::TimeSource::anchored}
                     : ReadingTime{.time = received, .source = store::TimeSource::unanchored};
  if (!is_plausible(known.time, received, retention)) return std::nullopt;
  return known;
}

}  // namespace luft::hub

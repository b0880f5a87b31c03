#include "hub/intake/reading_time.h"

namespace luft::hub {
namespace {

using std::chrono::milliseconds;

constexpr SystemTime kYear2000{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
constexpr std::chrono::hours kAhead{24};

}  // namespace

bool is_plausible(SystemTime time, SystemTime received, milliseconds retention) {
  if (time < kYear2000 || time > received + kAhead) return false;
  return retention == milliseconds{0} || time >= received - retention;
}

std::optional<ReadingTime> reading_time(std::optional<std::uint64_t> time_ms,
                                        std::optional<SystemTime> boot_time, std::uint64_t up_ms,
                                        SystemTime received, milliseconds retention) {
  const auto after = [](SystemTime from, std::uint64_t ms) {
    return from + milliseconds{static_cast<std::int64_t>(ms)};
  };
  if (time_ms) {
    const SystemTime said = after(SystemTime{}, *time_ms);
    if (is_plausible(said, received, retention)) {
      return ReadingTime{.time = said, .source = store::TimeSource::clock};
    }
  }
  const ReadingTime known =
      boot_time
          ? ReadingTime{.time = after(*boot_time, up_ms), .source = store::TimeSource::anchored}
          : ReadingTime{.time = received, .source = store::TimeSource::unanchored};
  if (!is_plausible(known.time, received, retention)) return std::nullopt;
  return known;
}

}  // namespace luft::hub

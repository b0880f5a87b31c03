#include "hub/journal/alarm.h"

#include <fmt/format.h>

namespace luft::hub {

std::optional<store::ServiceEventRow> Alarm::trouble(std::string_view why, SteadyTime since,
                                                     Moment now) {
  if (!since_) since_ = since;
  if (raised_ || now.steady - *since_ < after_) return std::nullopt;
  raised_ = true;
  return row("alarm", fmt::format("raised: {}", why), now);
}

std::optional<store::ServiceEventRow> Alarm::no_trouble(Moment now) {
  if (!since_) return std::nullopt;
  const auto lasted = std::chrono::duration_cast<std::chrono::seconds>(now.steady - *since_);
  since_.reset();
  if (!raised_.exchange(false)) return std::nullopt;
  return row("info", fmt::format("ended after {} s", lasted.count()), now);
}

store::ServiceEventRow Alarm::row(std::string_view level, std::string message, Moment now) const {
  store::ServiceEventRow row;
  row.time = now.wall;
  row.service = "hub";
  row.level = level;
  row.event = name_;
  row.message = std::move(message);
  return row;
}

}  // namespace luft::hub

#include "hub/intake/cause.h"

#include <fmt/format.h>

namespace luft::hub {

std::string text(const Cause& cause) {
  const contract::MetricInfo& metric = contract::info(cause.metric);
  switch (cause.kind) {
    case Cause::Kind::first_readings:
      return "first readings";
    case Cause::Kind::not_answered:
      return "the last request was not answered";
    case Cause::Kind::came_in_addition:
      return fmt::format("{} came in addition", metric.name);
    case Cause::Kind::moved:
      return fmt::format("{} moved by {:.1f} {}", metric.name, cause.amount, metric.unit);
    case Cause::Kind::hazard_began:
      return fmt::format("{} of {:.1f} {} began", metric.name, cause.amount, metric.unit);
    case Cause::Kind::longest_interval:
      return fmt::format("{:.0f} s since the last request", cause.amount);
  }
  return "";
}

}  // namespace luft::hub

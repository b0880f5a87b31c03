#include "runtime/health.h"

#include <algorithm>
#include <utility>

namespace luft::runtime {

std::string_view name(HealthState state) {
  switch (state) {
    case HealthState::ok:
      return "ok";
    case HealthState::degraded:
      return "degraded";
    case HealthState::down:
      return "down";
  }
  std::unreachable();
}

Health::Health(const Clock& clock, std::initializer_list<std::string_view> parts) : clock_{clock} {
  for (const std::string_view part : parts) report(part, HealthState::down, "starting");
}

void Health::report(std::string_view part, HealthState state, std::string detail) {
  const std::lock_guard lock{mutex_};
  auto found = std::ranges::find(parts_, part, &HealthPart::name);
  if (found == parts_.end()) {
    parts_.push_back({std::string{part}, state, std::move(detail), clock_.system_now()});
    return;
  }
  if (found->state != state) found->since = clock_.system_now();
  found->state = state;
  found->detail = std::move(detail);
}

std::vector<HealthPart> Health::snapshot() const {
  const std::lock_guard lock{mutex_};
  return parts_;
}

HealthState Health::overall() const {
  const std::lock_guard lock{mutex_};
  HealthState worst = HealthState::ok;
  for (const HealthPart& part : parts_) worst = std::max(worst, part.state);
  return worst;
}

}  // namespace luft::runtime

// How a service's parts are doing, for /healthz and /readyz. Any thread may report or read.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/clock.h"

namespace luft::runtime {

enum class HealthState : std::uint8_t {
  ok,
  degraded,  // works, but not as it should; still ready
  down,      // does not work; not ready
};
[[nodiscard]] std::string_view name(HealthState state);

struct HealthPart {
  std::string name;
  HealthState state = HealthState::down;
  std::string detail;  // why, and what to do; empty when ok
  SystemTime since;    // when `state` last changed
};

class Health {
 public:
  // Parts named here are down ("starting") until they report. `clock` must outlive this.
  Health(const Clock& clock, std::initializer_list<std::string_view> parts);

  // Sets a part's state; a name not seen before becomes a new part.
  void report(std::string_view part, HealthState state, std::string detail = {});

  [[nodiscard]] std::vector<HealthPart> snapshot() const;  // in order of first mention
  [[nodiscard]] HealthState overall() const;               // the worst of all parts

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;  // guards parts_
  std::vector<HealthPart> parts_;
};

}  // namespace luft::runtime

// What is said by and about windows: the model's controls, what the window makes of them, and the
// movements that follow. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>

#include "contract/control.h"
#include "contract/device.h"
#include "contract/shadow_decision.h"
#include "contract/window.h"
#include "hub/intake/asking.h"
#include "hub/intake/decisions.h"
#include "hub/intake/movement.h"
#include "hub/intake/outcome.h"
#include "hub/intake/registry.h"
#include "runtime/latency_histogram.h"

namespace luft::hub {

class Windows {
 public:
  // All must outlive this. Readings older than `freshness` are not told with a movement.
  Windows(Registry& registry, Decisions& decisions, Asking& asking, Totals& totals,
          std::chrono::milliseconds freshness)
      : registry_(registry),
        decisions_(decisions),
        asking_(asking),
        totals_(totals),
        freshness_(freshness) {}

  void on_control(DeviceNumber window, const contract::WindowControl& control, Moment now);
  // Retained: the window said so at some time before.
  void on_state(DeviceNumber window, const contract::WindowState& state, contract::Retain retained,
                Moment now, Outcome& outcome);
  void on_event(DeviceNumber device, const contract::DeviceEvent& event, Moment now,
                Outcome& outcome);

  // What another model would have done: kept, and nothing more.
  void on_shadow(DeviceNumber window, const contract::ShadowDecision& decision, Moment now,
                 Outcome& outcome) const;

  // Its device was removed, or another has its number now.
  void forget(DeviceNumber window) { trackers_.erase(window); }

  // The registry has the window's last state again.
  void restore(DeviceNumber window);

  // Request published -> control received. Any thread may read it.
  [[nodiscard]] const runtime::LatencyHistogram& control_latency() const {
    return control_latency_;
  }

 private:
  void keep(DeviceNumber window, const Movement& movement, Outcome& outcome);
  [[nodiscard]] std::optional<double> room_value(DeviceNumber window, contract::Metric metric,
                                                 SystemTime now) const;

  Registry& registry_;
  Decisions& decisions_;
  Asking& asking_;
  Totals& totals_;
  std::chrono::milliseconds freshness_;
  std::unordered_map<DeviceNumber, MovementTracker> trackers_;
  runtime::LatencyHistogram control_latency_;
};

}  // namespace luft::hub

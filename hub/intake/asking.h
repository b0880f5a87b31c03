// Asks the model: feeds fresh readings to the triggers of their room's windows and builds the
// request when one fires; when rain or a storm begins outdoors, asks about every window there at
// once. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contract/inference.h"
#include "hub/intake/decisions.h"
#include "hub/intake/device_state.h"
#include "hub/intake/outcome.h"
#include "hub/intake/outdoor_hazards.h"
#include "hub/intake/readings.h"
#include "hub/intake/registry.h"
#include "hub/intake/trigger.h"
#include "runtime/settings.h"
#include "runtime/uuid.h"

namespace luft::hub {

class Asking {
 public:
  // `registry`, `decisions` and `totals` must outlive this.
  Asking(const runtime::TriggerSettings& settings, Registry& registry, Decisions& decisions,
         Totals& totals, runtime::UuidMaker request_ids);

  void on_live_reading(const LiveReading& reading, Moment now, Outcome& outcome);
  void on_control(DeviceNumber window);
  // Asks where the longest interval has passed. About once a second.
  void tick(Moment now, Outcome& outcome);

  // The request that the model would get about this window now, which is not sent; empty while
  // its room's temperature or humidity is not known.
  [[nodiscard]] std::optional<contract::InferenceRequest> would_ask(DeviceNumber window,
                                                                    Moment now);

  // Of the site, for the time of day in requests.
  void set_utc_offset(std::int32_t seconds) { utc_offset_s_ = seconds; }

  // Its device was removed, or another has its number now.
  void forget(DeviceNumber window) {
    if (window < triggers_.size()) triggers_[window].reset();
  }

  // Its room is another now: what others sensed there counts no more.
  void forget_room(DeviceNumber window);

  [[nodiscard]] std::optional<KeptAsking> kept(DeviceNumber window, Moment now) const;
  void restore(DeviceNumber window, const KeptAsking& kept, Moment now);

 private:
  void on_weather(const LiveReading& reading, Moment now, Outcome& outcome);
  Trigger& trigger_of(DeviceNumber window);
  [[nodiscard]] bool has_microphone(DeviceNumber window, SystemTime now) const;
  void ask(DeviceNumber window, Trigger& trigger, Moment now, Outcome& outcome);
  void explain(DeviceNumber window, std::optional<Waiting> waiting, std::uint32_t unanswered);
  [[nodiscard]] runtime::TriggerSettings settings_of(const Device& device) const;
  [[nodiscard]] contract::InferenceRequest request_for(DeviceNumber window,
                                                       const RoomInputs& inputs, Moment now);
  [[nodiscard]] static std::optional<std::uint32_t> hold_s(const Device& device, SystemTime now);
  [[nodiscard]] std::optional<double> outdoors(DeviceNumber window, contract::Metric metric,
                                               SystemTime now) const;

  runtime::TriggerSettings settings_;
  Registry& registry_;
  Decisions& decisions_;
  Totals& totals_;
  runtime::UuidMaker request_ids_;
  OutdoorHazards hazards_;
  std::optional<std::int32_t> utc_offset_s_;
  std::vector<std::unique_ptr<Trigger>> triggers_;  // by device number; null: never fed
};

}  // namespace luft::hub

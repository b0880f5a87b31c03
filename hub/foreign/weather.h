// Whether the weather, or the cold in the room, says that a window must be closed: what our devices
// judge for themselves, the hub judges for a window whose firmware is not ours. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <unordered_map>

#include "contract/device_id.h"
#include "contract/metric.h"
#include "hub/foreign/hazards.h"
#include "hub/moment.h"

namespace luft::hub {

class Weather {
 public:
  // A sensor that is silent for longer than `freshness` says nothing any more: its hazard ends.
  explicit Weather(std::chrono::milliseconds freshness) : freshness_(freshness) {}

  // Rain and wind of any of the window's devices; temperatures of the room only.
  void on_reading(const contract::DeviceId& device, contract::Metric metric, double value,
                  SteadyTime now);

  // A hazard ends at a milder level than it begins.
  [[nodiscard]] Hazards hazards(SteadyTime now);

 private:
  struct Reading {
    double value = 0;
    SteadyTime time;
  };
  using Readings = std::unordered_map<contract::DeviceId, Reading>;
  [[nodiscard]] std::optional<double> highest(const Readings& readings, SteadyTime now) const;

  std::chrono::milliseconds freshness_;
  Readings rain_;
  Readings wind_;
  Readings cold_;  // temperatures, negated: the highest is the coldest
  Hazards on_;
};

}  // namespace luft::hub

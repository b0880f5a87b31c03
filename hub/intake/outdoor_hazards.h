// Notices with which reading of an outdoor device rain or a storm begins, at the levels at which
// windows are closed. Pure.
#pragma once

#include <chrono>
#include <map>
#include <utility>

#include "hub/intake/readings.h"

namespace luft::hub {

class OutdoorHazards {
 public:
  // A device that was silent for longer than `freshness` says nothing any more: its hazard ended.
  explicit OutdoorHazards(std::chrono::milliseconds freshness) : freshness_(freshness) {}

  // Whether these readings tell of a hazard at all.
  [[nodiscard]] static bool watches(contract::Metric metric);
  // A live reading of an outdoor device. True: with it a hazard begins there.
  [[nodiscard]] bool begins_with(const LiveReading& reading);

 private:
  struct Gauge {
    SteadyTime last;
    bool on = false;
  };

  std::chrono::milliseconds freshness_;
  std::map<std::pair<DeviceNumber, contract::Metric>, Gauge> gauges_;
};

}  // namespace luft::hub

// Settings for devices that run somebody else's firmware: which of their topics are readings of
// ours (`sources:`), and how their covers are moved (`covers:`). docs/other-devices.md explains.
#pragma once

#include <chrono>
#include <string>

#include "contract/metric.h"

namespace luft::runtime {

// A number on a foreign topic is a reading: (number * factor + offset), in `unit`.
struct SourceSettings {
  std::string topic;    // whole, without our site's prefix
  std::string pointer;  // RFC 6901; empty: the payload itself
  std::string device;   // our id for it
  contract::Metric metric{};
  double factor = 1;
  double offset = 0;
  std::string unit;  // of runtime/metric_units.h; empty: the metric's own
};

// What is published to make a cover do something. `{position}` in `payload` is 0 to 100.
struct CoverCommand {
  std::string topic;  // empty: the cover cannot be told that
  std::string payload;
};

struct CoverSettings {
  std::string device;         // our id for the window
  CoverCommand set_position;  // this one, or both `open` and `close`
  CoverCommand open;
  CoverCommand close;
  CoverCommand stop;
  std::string state_topic;          // its position, 0 to 100; empty: it never says
  std::string state_pointer;        // RFC 6901
  bool inverted = false;            // its 100 is closed
  std::chrono::seconds travel{60};  // longer than it takes from end to end
};

}  // namespace luft::runtime

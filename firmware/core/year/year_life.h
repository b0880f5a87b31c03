// One time between two power cuts of a simulated year: the device as it is built, and its memory
// that a power cut takes.
#pragma once

#include <vector>

#include "firmware/core/backlog/backlog.h"
#include "firmware/core/backlog/fake_flash.h"
#include "firmware/core/device.h"
#include "firmware/core/fake_ports.h"

namespace luft::firmware::testing {

// The mechanical limits of its window.
inline constexpr double kYearClosed_pct = 3;
inline constexpr double kYearOpen_pct = 90;

class YearLife {
 public:
  // All outlive it. Where the window is and what a person wanted is in `ports`.
  YearLife(FakeFlash& flash, FakePorts& ports, MessageSink& sink, DeviceObserver& observer,
           std::uint64_t boot);

  [[nodiscard]] Device& device() { return device_; }
  [[nodiscard]] RamReadingStore& in_ram() { return store_; }

 private:
  [[nodiscard]] Ports ports_for(FakePorts& ports, MessageSink& sink, DeviceObserver& observer);

  std::vector<HeldReading> slots_;
  RamReadingStore store_;
  Backlog backlog_;
  Device device_;
};

}  // namespace luft::firmware::testing

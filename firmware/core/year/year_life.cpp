#include "firmware/core/year/year_life.h"

namespace luft::firmware::testing {
namespace {

using contract::Metric;

// As the chip has it (esp32/main/config.h).
constexpr std::size_t kReadingsInRam = 64;
constexpr MetricSettings kMetrics[] = {{.metric = Metric::temperature},
                                       {.metric = Metric::humidity},
                                       {.metric = Metric::sound_volume}};

DeviceSettings settings_of(std::uint64_t boot, const Remembered& remembered) {
  DeviceSettings settings;
  settings.id = *contract::parse_device_id("attic");
  settings.boot = boot;
  settings.metrics = kMetrics;
  settings.window.emplace();
  settings.window->motor.closed_limit_pct = kYearClosed_pct;
  settings.window->motor.open_limit_pct = kYearOpen_pct;
  settings.remembered = remembered;
  settings.seed = static_cast<std::uint32_t>(boot);
  return settings;
}

}  // namespace

YearLife::YearLife(FakeFlash& flash, FakePorts& ports, MessageSink& sink, DeviceObserver& observer,
                   std::uint64_t boot)
    : slots_(kReadingsInRam),
      store_(slots_),
      backlog_(flash),
      device_(settings_of(boot, ports.memory.state), ports_for(ports, sink, observer)) {}

Ports YearLife::ports_for(FakePorts& ports, MessageSink& sink, DeviceObserver& observer) {
  Ports result = ports.all();
  return {.sink = sink,
          .sensors = result.sensors,
          .motor = result.motor,
          .readings = store_,
          .memory = result.memory,
          .system = result.system,
          .observer = observer,
          .scratch = result.scratch,
          .microphone = nullptr,
          .backlog = &backlog_,
          .clock = result.clock};
}

}  // namespace luft::firmware::testing

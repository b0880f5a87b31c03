#include "firmware/core/sensors/wired_metrics.h"

namespace luft::firmware {

using contract::Metric;

WiredMetrics::WiredMetrics(const DeviceSetup& setup) {
  add(Metric::rssi);
  if (setup.climate != ClimateChip::none) {
    add(Metric::temperature);
    add(Metric::humidity);
  }
  if (setup.microphone == MicrophoneWired::yes) add(Metric::sound_volume);
}

}  // namespace luft::firmware

// Windows that stand where the model wants them as soon as it says so: whatever the device, what it
// answers is what a real one says once it has moved.
#pragma once

#include "bench/connected_client.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

class ObedientWindows {
 public:
  explicit ObedientWindows(const runtime::MqttSettings& broker);

 private:
  void obey(const runtime::MqttMessage& control);

  ConnectedClient client_;
};

}  // namespace luft::bench

// Windows that go where the model wants them as soon as it says so, each time from the other end:
// whatever the device, it says what a real one does when it sets out and when it arrives.
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

// How soon the hub asks the model once a device has spoken: published reading -> broker -> hub ->
// broker -> a subscriber to the requests, on one connection of their own.
#pragma once

#include "bench/connected_client.h"
#include "bench/jumpy_devices.h"
#include "bench/paced_probe.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

class RequestProbe {
 public:
  explicit RequestProbe(const runtime::MqttSettings& broker);
  RequestProbe(const RequestProbe&) = delete;
  RequestProbe& operator=(const RequestProbe&) = delete;
  ~RequestProbe();

  [[nodiscard]] PacedProbe& paced() { return probe_; }

 private:
  void hear(const runtime::MqttMessage& message);

  PacedProbe* answers_to_ = nullptr;  // loop thread: while there is one
  ConnectedClient client_;
  JumpyDevices devices_;
  PacedProbe probe_;
};

}  // namespace luft::bench

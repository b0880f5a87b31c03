// The bridge's own connection to the broker: without the site's prefix, since other people's topics
// are outside it, and apart from the hub's own, so that a noisy stranger delays no reading of ours.
// Everything runs on the connection's thread.
#pragma once

#include <memory>
#include <vector>

#include "hub/foreign/bridge.h"
#include "hub/intake/registry.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/mqtt_link.h"

namespace luft::hub {

class ForeignLink {
 public:
  static constexpr std::chrono::seconds kTickEvery{1};

  // `mqtt`: the hub's own; how it differs is made here. The references must outlive this.
  // `known`: the devices as the hub remembers them.
  ForeignLink(const runtime::Settings& settings, runtime::MqttSettings mqtt, const Registry& known,
              const runtime::Clock& clock, runtime::Metrics& metrics, runtime::Log log);

  void start();
  // As MqttLink::stop().
  bool stop(std::chrono::milliseconds deadline) { return link_.stop(deadline); }

 private:
  void on_message(const runtime::MqttMessage& message);
  void tick_again();
  void publish();
  void count(std::string_view topic);

  Bridge bridge_;
  const runtime::Clock& clock_;
  runtime::Log log_;
  runtime::Counter& readings_;
  runtime::Counter& refused_;
  runtime::Counter& orders_;
  ForeignCounts counted_;
  bool complained_ = false;
  std::vector<ForeignPublication> out_;
  runtime::MqttLink link_;
};

}  // namespace luft::hub

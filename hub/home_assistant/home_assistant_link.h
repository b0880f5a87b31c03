// Home Assistant's own connection to the broker: without the site's prefix, since discovery is
// outside it, and apart from the hub's own. Everything runs on the connection's thread.
#pragma once

#include <functional>

#include "hub/home_assistant/home_assistant.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/mqtt_link.h"

namespace luft::hub {

class HomeAssistantLink {
 public:
  static constexpr std::chrono::milliseconds kTickEvery{250};

  struct Wiring {
    const SnapshotBoard& board;
    std::function<void(const PersonsWish&)> remember;  // must not block
    std::function<void(contract::Airing)> set_airing;  // likewise
    const runtime::Clock& clock;
    runtime::Metrics& metrics;
    runtime::Log log;
  };
  // `mqtt`: the hub's own; how it differs is made here. The references must outlive this.
  HomeAssistantLink(const runtime::Settings& settings, runtime::MqttSettings mqtt, Wiring wiring);

  void start();
  // As MqttLink::stop().
  bool stop(std::chrono::milliseconds deadline) { return link_.stop(deadline); }

 private:
  void on_message(const runtime::MqttMessage& message);
  void tick_again();
  void publish();

  HomeAssistant home_assistant_;
  Wiring wiring_;
  runtime::Counter& wishes_;
  runtime::Counter& refused_;
  HomeAssistantOutput output_;
  runtime::MqttLink link_;
};

}  // namespace luft::hub

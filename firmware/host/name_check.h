// Whether devices of these names are at the broker already: whoever connects as one of them takes
// its connection away, and mixes its history with another's.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"

namespace luft::firmware::host {

// Asks from the moment it is made, under a client id of its own. Members are for one thread.
class NameCheck {
 public:
  // How long after connecting the broker's retained answers are waited for. (A hub's own status,
  // asked for last, ends the wait at once.)
  static constexpr std::chrono::milliseconds kPatience{1'000};

  NameCheck(runtime::MqttSettings connection, const std::vector<std::string>& device_ids);
  NameCheck(const NameCheck&) = delete;
  NameCheck& operator=(const NameCheck&) = delete;
  ~NameCheck();

  [[nodiscard]] bool done();
  // Once it is done: those whose status the broker keeps as `online`, sorted.
  [[nodiscard]] std::vector<std::string> online();
  // Why there is no answer yet; empty while nothing is wrong.
  [[nodiscard]] std::string trouble();

 private:
  void on_message(const runtime::MqttMessage& message);

  runtime::MqttLoop loop_;
  bool done_ = false;  // this and what follows: on the loop's thread
  std::vector<std::string> online_;
  std::string trouble_;
  runtime::MqttClient client_;
};

}  // namespace luft::firmware::host

// Asks a service for decisions as a hub does, over one connection at QoS 1: as fast as it answers,
// or at a pace.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "bench/connected_client.h"
#include "bench/paced_probe.h"
#include "contract/control.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

class RequestLoad {
 public:
  static constexpr std::size_t kWindows = 100;
  // Requests on their way while it asks as fast as the service answers: enough to saturate it, few
  // enough that a slow one answers each within a second.
  static constexpr std::size_t kOnTheWay = 500;

  // Returns once the service has answered. Throws std::runtime_error when it does not in 30 s.
  explicit RequestLoad(const runtime::MqttSettings& broker);
  RequestLoad(const RequestLoad&) = delete;
  RequestLoad& operator=(const RequestLoad&) = delete;

  // Each answer is followed by another request, until stop().
  void start();
  // Asks no more. Throws std::runtime_error when some requests are not answered in 10 s.
  void stop();
  [[nodiscard]] std::uint64_t answered() const { return answered_; }  // since it was made

  // One round of requests, `interval` apart. Not between start() and stop().
  [[nodiscard]] RoundLatency paced(std::size_t requests, std::chrono::milliseconds interval);

  // The very first answer: to a request that is always the same, about a window of its own.
  [[nodiscard]] const contract::WindowControl& first_answer() const { return first_answer_; }

 private:
  void wait_for_service();
  void take(const runtime::MqttMessage& message);
  void ask_again();

  std::vector<std::string> topics_;    // of the windows
  std::vector<std::string> payloads_;  // written beforehand: writing them would hold up the load
  std::promise<contract::WindowControl> first_promise_;
  contract::WindowControl first_answer_;
  bool is_first_ = true;  // loop thread's, as are the next three
  bool asking_ = false;
  PacedProbe* probe_ = nullptr;  // who is told of answers during a paced round
  std::uint64_t asked_ = 0;
  std::atomic<std::uint64_t> answered_{0};
  std::unique_ptr<ConnectedClient> client_;  // goes first, as it calls into the rest
};

}  // namespace luft::bench

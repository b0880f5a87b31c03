// Many devices on one thread, publishing identified readings at QoS 1: the offered load of the
// throughput benchmarks, singly or in batches, at full speed or at a rate.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "bench/client_crowd.h"
#include "contract/topics.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

struct LoadShape {
  std::size_t devices = 100;
  std::size_t readings_per_message = 1;  // more than one: as `batch` messages, at most 100
  // Readings that may be on their way, over all devices. As many as fill every part's hands:
  // where a hundred thousand wait in the broker, each costs every part a third more.
  std::uint64_t most_on_the_way = 8'000;
  double readings_per_s = 0;  // 0: as fast as the broker takes them
};

class OfferedLoad {
 public:
  // How many readings have come through to their end so far, others' as well; any thread.
  using Arrived = std::function<std::uint64_t()>;

  // Connects the devices, named `bench-<n>`, and waits until they are; throws as ClientCrowd does.
  // Where this process may not open enough files, some share a connection.
  OfferedLoad(const runtime::MqttSettings& broker, const LoadShape& shape, Arrived arrived);
  OfferedLoad(const OfferedLoad&) = delete;
  OfferedLoad& operator=(const OfferedLoad&) = delete;

  void start();
  // Another rate for the next start; 0: as fast as the broker takes them. Not while it sends.
  void set_rate(double readings_per_s);
  // Sends no more, and waits until all that was sent has arrived. False when it has not in time.
  [[nodiscard]] bool stop(std::chrono::seconds patience);

  [[nodiscard]] std::uint64_t sent() const { return sent_; }

 private:
  struct Device {
    contract::TopicName topic;
    std::uint64_t boot = 0;
    std::uint64_t next_seq = 1;
  };
  using Clock = std::chrono::steady_clock;

  void go_on();
  void fill(std::size_t device);
  void fill_all_of(std::size_t client);
  [[nodiscard]] bool may_send() const;
  bool send(std::size_t number);

  LoadShape shape_;
  Arrived arrived_;
  std::vector<Device> devices_;
  std::size_t turn_ = 0;  // who is filled first
  bool sending_ = false;
  Clock::time_point began_;
  std::uint64_t sent_before_ = 0;  // when it began
  std::atomic<std::uint64_t> sent_{0};
  ClientCrowd clients_;  // goes first, as it calls into the rest
};

}  // namespace luft::bench

// A subscriber on a thread of its own that adds up what arrives.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

#include "bench/connected_client.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

class Counter {
 public:
  using CountOf = std::function<std::uint64_t(const runtime::MqttMessage&)>;

  Counter(const runtime::MqttSettings& broker, const std::string& filter, CountOf count_of)
      : client_{broker,
                "bench-counter",
                {filter},
                [this, count_of = std::move(count_of)](const auto& message) {
                  total_ += count_of(message);
                }} {}

  [[nodiscard]] std::uint64_t total() const { return total_; }

  // Waits until so many have come. Throws std::runtime_error when they have not in ten seconds.
  void expect(std::uint64_t count) const;

 private:
  std::atomic<std::uint64_t> total_{0};
  ConnectedClient client_;
};

// How many more readings a receipt makes safe than the receipts before it; 0 for devices that are
// not an OfferedLoad's.
class NewlyReceipted {
 public:
  std::uint64_t operator()(const runtime::MqttMessage& message);

 private:
  std::unordered_map<std::string, std::uint64_t> through_;
};

}  // namespace luft::bench

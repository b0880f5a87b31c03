// A device as the wire asks for it: keeps each identified reading until a receipt covers it, and
// sends again as batches what was not receipted. For tests.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "contract/receipt.h"
#include "runtime/mqtt_link.h"
#include "runtime/testing/test_broker.h"

namespace luft::hub::testing {

class FaithfulDevice {
 public:
  FaithfulDevice(const runtime::testing::TestBroker& broker, const std::string& id,
                 std::uint64_t boot);

  [[nodiscard]] bool connected() const { return link_.connected(); }

  // Takes a reading and sends it, if it can; kept in any case.
  void sample(double value);
  // Sends all it still holds again, as batches.
  void send_again();

  [[nodiscard]] std::uint64_t sampled() const { return next_seq_ - 1; }
  [[nodiscard]] std::size_t held() const;

 private:
  void on_receipt(const contract::Receipt& receipt);
  [[nodiscard]] std::uint64_t up_ms() const;

  std::string id_;
  std::uint64_t boot_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::uint64_t next_seq_ = 1;
  struct Held {
    double value;
    std::uint64_t up_ms;
  };
  mutable std::mutex mutex_;            // guards held_
  std::map<std::uint64_t, Held> held_;  // by seq
  runtime::MqttLink link_;
};

}  // namespace luft::hub::testing

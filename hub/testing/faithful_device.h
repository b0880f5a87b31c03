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

  // What its readings say: each something of its own, so that a value that went astray shows.
  [[nodiscard]] static double value_of(std::uint64_t seq) {
    return 15 + static_cast<double>(seq % 64) / 4;
  }
  // Takes a reading and sends it, if it can; kept in any case.
  void sample();
  // Sends all it still holds again, as batches.
  void send_again();

  [[nodiscard]] std::uint64_t sampled() const;
  [[nodiscard]] std::size_t held() const;

  // When its first and its last reading were taken, and all on average; Unix milliseconds.
  struct Times {
    double first = 0;
    double last = 0;
    double average = 0;
  };
  [[nodiscard]] Times times() const;

 private:
  void on_receipt(const contract::Receipt& receipt);
  [[nodiscard]] std::uint64_t up_ms() const;

  std::string id_;
  std::uint64_t boot_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::system_clock::time_point started_at_ = std::chrono::system_clock::now();
  struct Held {
    double value;
    std::uint64_t up_ms;
  };
  mutable std::mutex mutex_;  // guards what follows, but the link
  std::uint64_t next_seq_ = 1;
  std::uint64_t first_up_ms_ = 0;
  std::uint64_t last_up_ms_ = 0;
  std::uint64_t total_up_ms_ = 0;
  std::map<std::uint64_t, Held> held_;  // by seq
  runtime::MqttLink link_;
};

}  // namespace luft::hub::testing

// The hub as far as devices can tell: takes identified readings, remembers each, and answers with
// receipts. For tests, against a real broker.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "contract/batch.h"
#include "contract/reading.h"
#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"

namespace luft::firmware::host::testing {

struct KeptReading {
  std::string device;
  contract::Metric metric{};
  double value = 0;
  std::optional<std::uint64_t> time_ms;
  contract::ReadingRef ref;
};

class ReceiptingHub {
 public:
  explicit ReceiptingHub(runtime::MqttSettings broker);
  ~ReceiptingHub();

  void publish(std::string topic, std::string payload);

  // Waits until `done` is true of what is kept; false when it was not within 30 s. `done` is asked
  // after every message and at least ten times a second.
  [[nodiscard]] bool wait_until(const std::function<bool()>& done);

  // To be called within `done`, or when nothing arrives any more.
  [[nodiscard]] const std::vector<KeptReading>& kept() const { return kept_; }
  [[nodiscard]] std::uint64_t duplicates() const { return duplicates_; }
  [[nodiscard]] std::string last(const std::string& topic) const;  // payload heard last
  [[nodiscard]] std::size_t statuses(std::string_view payload) const;

 private:
  struct Progress {
    std::uint64_t through = 0;
    std::set<std::uint64_t> waiting;  // beyond through
    std::uint64_t seen = 0;
  };
  using Key = std::pair<std::string, std::uint64_t>;  // device, boot

  void on_message(const runtime::MqttMessage& message);
  void keep(KeptReading reading, const contract::ReadingRef& oldest);
  void receipt(const Key& key);
  void receipt_all();

  runtime::MqttLoop loop_;
  std::mutex mutex_;
  std::condition_variable heard_;
  std::vector<KeptReading> kept_;
  std::map<Key, Progress> progress_;
  std::set<Key> unreceipted_;
  std::map<std::string, std::string> last_;
  std::uint64_t duplicates_ = 0;
  contract::Batch batch_;
  runtime::MqttClient client_;
};

}  // namespace luft::firmware::host::testing

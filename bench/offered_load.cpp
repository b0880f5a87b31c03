// Each device keeps a small window of unacknowledged messages and refills it as the broker answers,
// as long as not too much is on its way altogether.
#include "bench/offered_load.h"

#include <fmt/format.h>

#include <array>
#include <thread>

#include "contract/batch.h"
#include "contract/limits.h"
#include "contract/reading.h"
#include "contract/topics.h"

namespace luft::bench {

namespace {

constexpr std::size_t kWindow = 20;  // unacknowledged messages a device may have
constexpr std::chrono::milliseconds kLookAgain{2};

std::uint64_t uptime_ms() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                        std::chrono::steady_clock::now().time_since_epoch())
                                        .count());
}

double value_of(std::uint64_t seq) {
  return 20 + 0.01 * static_cast<double>(seq % 100);
}

}  // namespace

OfferedLoad::OfferedLoad(const runtime::MqttSettings& broker, const LoadShape& shape,
                         Arrived arrived)
    : shape_{shape},
      arrived_{std::move(arrived)},
      clients_{broker, "bench", ClientCrowd::at_most(shape.devices),
               [this](std::size_t client) { fill_all_of(client); }} {
  const auto kind =
      shape.readings_per_message > 1 ? contract::TopicKind::batch : contract::TopicKind::reading;
  for (std::size_t i = 0; i < shape.devices; ++i) {
    const auto id = *contract::parse_device_id(fmt::format("bench-{}", i));
    devices_.push_back({.topic = contract::topic_name(
                            {.kind = kind, .device = id, .metric = contract::Metric::temperature}),
                        .boot = (std::uint64_t{i} << 20U) + 1});
  }
}

void OfferedLoad::start() {
  clients_.loop().post([this] {
    sending_ = true;
    began_ = Clock::now();
    sent_before_ = sent_;
    go_on();
  });
}

void OfferedLoad::set_rate(double readings_per_s) {
  clients_.loop().post_and_wait([this, readings_per_s] { shape_.readings_per_s = readings_per_s; });
}

bool OfferedLoad::stop(std::chrono::seconds patience) {
  clients_.loop().post_and_wait([this] { sending_ = false; });
  const auto deadline = Clock::now() + patience;
  while (arrived_() < sent_ && Clock::now() < deadline) std::this_thread::sleep_for(kLookAgain);
  return arrived_() >= sent_;
}

// Whoever could not send when the broker answered gets another turn, in another order each time.
void OfferedLoad::go_on() {
  if (!sending_) return;
  turn_ = (turn_ + 1) % devices_.size();
  for (std::size_t i = 0; i < devices_.size() && may_send(); ++i) {
    fill((turn_ + i) % devices_.size());
  }
  clients_.loop().call_after(kLookAgain, [this] { go_on(); });
}

bool OfferedLoad::may_send() const {
  if (!sending_) return false;
  const std::uint64_t arrived = arrived_();
  if (sent_ > arrived && sent_ - arrived >= shape_.most_on_the_way) return false;
  if (shape_.readings_per_s == 0) return true;
  const double due =
      shape_.readings_per_s * std::chrono::duration<double>(Clock::now() - began_).count();
  return static_cast<double>(sent_ - sent_before_) < due;
}

void OfferedLoad::fill_all_of(std::size_t client) {
  for (std::size_t i = client; i < devices_.size(); i += clients_.size()) fill(i);
}

void OfferedLoad::fill(std::size_t device) {
  const std::size_t window = shape_.readings_per_s > 0 ? 1 : kWindow;
  while (clients_[device % clients_.size()].outgoing().messages < window && may_send() &&
         send(device)) {
  }
}

bool OfferedLoad::send(std::size_t number) {
  Device& device = devices_[number];
  runtime::MqttClient& client = clients_[number % clients_.size()];
  const std::uint64_t now_ms = uptime_ms();
  const contract::ReadingRef ref{.boot = device.boot, .seq = device.next_seq};
  std::size_t readings = 1;
  bool taken = false;
  if (shape_.readings_per_message == 1) {
    std::array<char, contract::kMaxReadingBytes> buffer;
    const contract::Identity identity{
        .ref = ref, .up_ms = now_ms, .now_ms = now_ms, .oldest = ref, .time_ms = {}};
    const auto payload =
        contract::write_reading({.value = value_of(ref.seq), .identity = identity}, buffer);
    taken = client.publish(device.topic.view(), payload).has_value();
  } else {
    contract::Batch batch{.boot = device.boot,
                          .now_ms = now_ms,
                          .oldest = ref,
                          .entries = {},
                          .entry_count = static_cast<std::uint8_t>(shape_.readings_per_message),
                          .refused = {},
                          .refused_count = 0};
    for (std::size_t i = 0; i < shape_.readings_per_message; ++i) {
      batch.entries[i] = {.seq = ref.seq + i,
                          .metric = contract::Metric::temperature,
                          .up_ms = now_ms,
                          .value = value_of(ref.seq + i),
                          .time_ms = {}};
    }
    std::array<char, contract::kMaxBatchBytes> buffer;
    const auto written = contract::write_batch(batch, buffer);
    readings = written.entry_count;
    taken = client.publish(device.topic.view(), written.payload).has_value();
  }
  if (!taken) return false;  // on_delivered calls again
  device.next_seq += readings;
  sent_ += readings;
  return true;
}

}  // namespace luft::bench

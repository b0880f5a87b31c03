#include "hub/testing/faithful_device.h"

#include <array>

#include "contract/batch.h"
#include "contract/reading.h"

namespace luft::hub::testing {

FaithfulDevice::FaithfulDevice(const runtime::testing::TestBroker& broker, const std::string& id,
                               std::uint64_t boot)
    : id_{id},
      boot_{boot},
      link_{{.mqtt = broker.settings(id),
             .subscriptions = {{.filter = "device/" + id + "/receipt",
                                .qos = runtime::Qos::at_most_once}},
             .status = {}},
            {.on_message =
                 [this](const runtime::MqttMessage& message) {
                   if (const auto receipt = contract::parse_receipt(message.payload)) {
                     on_receipt(*receipt);
                   }
                 }},
            runtime::Log{"device", {.level = runtime::LogLevel::off}}} {
  link_.start();
}

void FaithfulDevice::sample() {
  std::array<char, contract::kMaxReadingBytes> buffer;
  contract::Identity identity;
  double value = 0;
  {
    const std::lock_guard lock{mutex_};
    identity.ref = {.boot = boot_, .seq = next_seq_++};
    value = value_of(identity.ref.seq);
    identity.up_ms = identity.now_ms = last_up_ms_ = up_ms();
    if (identity.ref.seq == 1) first_up_ms_ = last_up_ms_;
    total_up_ms_ += last_up_ms_;
    held_.emplace(identity.ref.seq, Held{.value = value, .up_ms = identity.up_ms});
    identity.oldest = {.boot = boot_, .seq = held_.begin()->first};
  }
  (void)link_.publish("sensor/" + id_ + "/temperature",
                      contract::write_reading({.value = value, .identity = identity}, buffer));
}

void FaithfulDevice::send_again() {
  contract::Batch batch;
  batch.boot = boot_;
  const std::lock_guard lock{mutex_};
  for (auto next = held_.begin(); next != held_.end();) {
    batch.now_ms = up_ms();
    batch.oldest = {.boot = boot_, .seq = held_.begin()->first};
    batch.entry_count = 0;
    while (next != held_.end() && batch.entry_count < contract::kMaxReadingsPerBatch) {
      batch.entries[batch.entry_count++] = {.seq = next->first,
                                            .metric = contract::Metric::temperature,
                                            .up_ms = next->second.up_ms,
                                            .value = next->second.value,
                                            .time_ms = {}};
      ++next;
    }
    std::array<char, contract::kMaxBatchBytes> buffer;
    const auto written = contract::write_batch(batch, buffer);
    next = std::prev(next, batch.entry_count - static_cast<std::ptrdiff_t>(written.entry_count));
    if (!link_.publish("sensor/" + id_ + "/batch", written.payload)) return;
  }
}

FaithfulDevice::Times FaithfulDevice::times() const {
  const std::lock_guard lock{mutex_};
  const auto started = std::chrono::duration<double, std::milli>{started_at_.time_since_epoch()};
  const auto at = [&](double up_ms) { return started.count() + up_ms; };
  const double average = static_cast<double>(total_up_ms_) / static_cast<double>(next_seq_ - 1);
  return {.first = at(static_cast<double>(first_up_ms_)),
          .last = at(static_cast<double>(last_up_ms_)),
          .average = at(average)};
}

std::uint64_t FaithfulDevice::sampled() const {
  const std::lock_guard lock{mutex_};
  return next_seq_ - 1;
}

std::size_t FaithfulDevice::held() const {
  const std::lock_guard lock{mutex_};
  return held_.size();
}

void FaithfulDevice::on_receipt(const contract::Receipt& receipt) {
  if (receipt.boot != boot_) return;
  const std::lock_guard lock{mutex_};
  held_.erase(held_.begin(), held_.upper_bound(receipt.through));
}

std::uint64_t FaithfulDevice::up_ms() const {
  const auto up = std::chrono::steady_clock::now() - started_;
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(up).count());
}

}  // namespace luft::hub::testing

// Each device keeps a small window of unacknowledged messages and refills it as the broker answers.
#include "bench/publishers.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "contract/limits.h"
#include "contract/reading.h"
#include "contract/topics.h"
#include "runtime/clock.h"

namespace luft::bench {

namespace {

constexpr std::size_t kWindow = 20;  // unacknowledged messages a device may have

}  // namespace

struct Publishers::Device {
  contract::TopicName topic;
  std::uint64_t boot = 0;
  std::uint64_t next_seq = 1;
  std::uint64_t last_seq = 0;
  std::unique_ptr<runtime::MqttClient> client;
};

Publishers::Publishers(const runtime::MqttSettings& broker, const std::string& prefix,
                       std::size_t devices)
    : prefix_{prefix} {
  runtime::raise_open_file_limit(devices + 256);
  for (std::size_t i = 0; i < devices; ++i) {
    auto device = std::make_unique<Device>();
    device->boot = (std::uint64_t{i} << 20U) + 1;
    device->topic = contract::topic_name({.kind = contract::TopicKind::reading,
                                          .device = *contract::parse_device_id(device_id(i)),
                                          .metric = contract::Metric::temperature});
    auto settings = broker;
    settings.client_id = device_id(i);
    Device& self = *device;
    device->client = std::make_unique<runtime::MqttClient>(
        loop_, settings,
        runtime::MqttCallbacks{.on_connected =
                                   [this] {
                                     ++connected_;
                                     connected_.notify_all();
                                   },
                               .on_disconnected = {},
                               .on_message = {},
                               .on_delivered = [this, &self] { fill(self); }});
    device->client->connect();
    devices_.push_back(std::move(device));
  }
  loop_.start();
  for (auto now = connected_.load(); now < devices; now = connected_.load()) connected_.wait(now);
}

Publishers::~Publishers() {
  loop_.stop();
  devices_.clear();
}

void Publishers::publish(std::uint64_t per_device) {
  loop_.post([this, per_device] {
    for (auto& device : devices_) {
      device->last_seq += per_device;
      fill(*device);
    }
  });
}

std::string Publishers::device_id(std::size_t index) const {
  return fmt::format("{}-{}", prefix_, index);
}

void Publishers::fill(Device& device) {
  std::array<char, contract::kMaxReadingBytes> buffer;
  while (device.next_seq <= device.last_seq && device.client->outgoing().messages < kWindow) {
    const auto up_ms =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                       std::chrono::steady_clock::now().time_since_epoch())
                                       .count());
    const contract::Reading reading{
        .value = 20 + 0.01 * static_cast<double>(device.next_seq % 100),
        .identity = contract::Identity{.ref = {.boot = device.boot, .seq = device.next_seq},
                                       .up_ms = up_ms,
                                       .now_ms = up_ms,
                                       .oldest = {.boot = device.boot, .seq = 1},
                                       .time_ms = {}}};
    if (!device.client->publish(device.topic.view(), contract::write_reading(reading, buffer))) {
      return;  // on_delivered calls again
    }
    ++device.next_seq;
  }
}

}  // namespace luft::bench

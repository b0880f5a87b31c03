// One errand after the other, device by device, over whichever connection is the device's.
#include "bench/device_crowd.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "contract/device.h"
#include "contract/limits.h"
#include "contract/reading.h"
#include "contract/topics.h"

namespace luft::bench {

namespace {

constexpr std::size_t kConnections = 4;
constexpr std::size_t kWindow = 100;  // unacknowledged messages of a connection
// Readings that are not receipted yet. Under a flood the broker falls behind with what the hub
// answers, and when it misses 100,000 of its acknowledgements it drops readings. Devices would send
// them again, this crowd does not; but it waits for receipts, which come after acknowledgements.
constexpr std::uint64_t kMostOnTheWay = 30'000;
constexpr std::chrono::milliseconds kCountAgain{20};
constexpr std::chrono::milliseconds kLookAgain{2};
constexpr std::chrono::seconds kPatience{20};

constexpr std::array kMetrics{contract::Metric::temperature, contract::Metric::humidity,
                              contract::Metric::sound_volume};

contract::DeviceId id_of(std::size_t device) {
  return *contract::parse_device_id(fmt::format("bench-{}", device));
}

std::uint64_t boot_of(std::size_t device) {
  return (std::uint64_t{device} << 20U) + 1;
}

}  // namespace

DeviceCrowd::DeviceCrowd(CrowdOf what, const runtime::MqttSettings& broker,
                         const Counter& receipted)
    : what_{what}, receipted_{receipted}, clients_{broker, "bench-crowd", kConnections} {}

void DeviceCrowd::grow_to(std::size_t devices) {
  const auto before = seq_.size();
  seq_.resize(devices, 0);
  run(before, devices, kReadingsToJoin);
}

void DeviceCrowd::speak(std::size_t devices, std::size_t readings) {
  run(0, devices, readings);
}

void DeviceCrowd::run(std::size_t first, std::size_t end, std::size_t readings) {
  done_ = false;
  clients_.loop().post([this, first, end, readings] {
    next_ = {.device = first, .readings = 0};
    end_ = end;
    readings_each_ = readings;
    began_ = Clock::now();
    readings_before_ = readings_;
    go_on();
  });
  auto deadline = Clock::now() + kPatience;
  for (std::uint64_t arrived = 0; !done_ || arrived < readings_;) {
    std::this_thread::sleep_for(kCountAgain);
    const auto before = std::exchange(arrived, receipted_.total());
    if (arrived > before) deadline = Clock::now() + kPatience;
    if (Clock::now() > deadline) {
      throw std::runtime_error{
          fmt::format("{} of {} readings were receipted", arrived, readings_.load())};
    }
  }
}

void DeviceCrowd::go_on() {
  while (next_.device < end_) {
    if (must_wait() || !do_next()) {
      clients_.loop().call_after(kLookAgain, [this] { go_on(); });
      return;
    }
    if (++next_.readings == readings_each_) next_ = {.device = next_.device + 1, .readings = 0};
  }
  done_ = true;
}

bool DeviceCrowd::must_wait() const {
  if (readings_ - receipted_.total() >= kMostOnTheWay) return true;
  if (pace_per_s_ == 0) return false;
  const double due = pace_per_s_ * std::chrono::duration<double>(Clock::now() - began_).count();
  return static_cast<double>(readings_ - readings_before_) >= due;
}

// False when the device's connection has no room now. Whoever never spoke introduces itself.
bool DeviceCrowd::do_next() {
  const std::size_t device = next_.device;
  if (clients_[device % kConnections].outgoing().messages + 3 > kWindow) return false;
  if (seq_[device] == 0 && !introduce(device)) return false;
  return send_reading(device);
}

bool DeviceCrowd::introduce(std::size_t device) {
  const auto say = [&](contract::TopicKind kind, std::string_view payload) {
    const auto topic = contract::topic_name({.kind = kind, .device = id_of(device), .metric = {}});
    return clients_[device % kConnections]
        .publish(topic.view(), payload, {.retain = runtime::Retain::yes})
        .has_value();
  };
  std::uint16_t sensors = 0;
  for (const contract::Metric metric : kMetrics) sensors |= contract::sensor_bit(metric);
  std::array<char, contract::kMaxMessageBytes> buffer;
  const auto info = contract::write_device_info({.boot = boot_of(device),
                                                 .firmware = *contract::Text<32>::from("1.0.0"),
                                                 .chip = *contract::Text<32>::from("esp32"),
                                                 .window = what_ == CrowdOf::windows,
                                                 .sensors = sensors},
                                                buffer);
  return say(contract::TopicKind::device_status, "online") &&
         say(contract::TopicKind::device_info, info);
}

bool DeviceCrowd::send_reading(std::size_t device) {
  const auto topic = contract::topic_name({.kind = contract::TopicKind::reading,
                                           .device = id_of(device),
                                           .metric = kMetrics[seq_[device] % kMetrics.size()]});
  const auto up_ms = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch())
          .count());
  const contract::ReadingRef ref{.boot = boot_of(device), .seq = std::uint64_t{seq_[device]} + 1};
  std::array<char, contract::kMaxReadingBytes> buffer;
  const auto payload = contract::write_reading(
      {.value = 20 + 0.01 * static_cast<double>(device % 100),
       .identity =
           contract::Identity{
               .ref = ref, .up_ms = up_ms, .now_ms = up_ms, .oldest = ref, .time_ms = {}}},
      buffer);
  if (!clients_[device % kConnections].publish(topic.view(), payload)) return false;
  ++seq_[device];
  ++readings_;
  return true;
}

}  // namespace luft::bench

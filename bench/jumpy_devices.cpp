// Readings whose sequence number is the probe's number.
#include "bench/jumpy_devices.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "contract/limits.h"
#include "contract/topics.h"

namespace luft::bench {

namespace {

constexpr std::uint64_t kFirstProbeSeq = 2;  // 1 was the humidity
constexpr double kLowest_c = 5;
constexpr std::uint64_t kSteps = 60;  // of 1 °C, then from below again

contract::TopicName sensor_topic(std::uint64_t device, contract::Metric metric) {
  return contract::topic_name(
      {.kind = contract::TopicKind::reading,
       .device = *contract::parse_device_id(fmt::format("jumpy-{}", device)),
       .metric = metric});
}

std::string reading_payload(double value, std::uint64_t seq) {
  std::array<char, contract::kMaxReadingBytes> buffer;
  const auto up_ms =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::steady_clock::now().time_since_epoch())
                                     .count());
  const contract::ReadingRef ref{.boot = 1, .seq = seq};
  return std::string{contract::write_reading(
      {.value = value,
       .identity =
           contract::Identity{
               .ref = ref, .up_ms = up_ms, .now_ms = up_ms, .oldest = ref, .time_ms = {}}},
      buffer)};
}

}  // namespace

const std::map<std::string, std::string> kProbedHub{{"LUFT_TRIGGER_SHORTEST_INTERVAL_S", "1"},
                                                    {"LUFT_INTAKE_RATE", "1000000"},
                                                    {"LUFT_INTAKE_BURST", "1000000"}};

JumpyDevices::JumpyDevices(ConnectedClient& client) : client_{client} {
  client_.loop().post_and_wait([this] {
    for (std::uint64_t i = 0; i < kDevices; ++i) {
      client_.publish(sensor_topic(i, contract::Metric::humidity).view(), reading_payload(50, 1));
    }
  });
}

// The hub averages a device's last few temperatures: only one that keeps climbing moves their
// average beyond the threshold each time.
void JumpyDevices::jump(std::uint64_t n) {
  const auto temp_c = kLowest_c + static_cast<double>(n / kDevices % kSteps);
  client_.publish(sensor_topic(n % kDevices, contract::Metric::temperature).view(),
                  reading_payload(temp_c, kFirstProbeSeq + n));
}

std::uint64_t JumpyDevices::probe_of(contract::ReadingRef as_of) {
  return as_of.seq - kFirstProbeSeq;
}

}  // namespace luft::bench

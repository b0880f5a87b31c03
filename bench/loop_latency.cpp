// How long the whole loop takes beside the least that three hops through the broker can take.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/benchmarks.h"
#include "bench/connected_client.h"
#include "bench/luft_services.h"
#include "bench/paced_probe.h"
#include "contract/control.h"
#include "contract/limits.h"
#include "contract/reading.h"
#include "contract/topics.h"

namespace luft::bench {

namespace {

constexpr int kRounds = 5;
constexpr std::size_t kProbes = 500;  // a round, at 50 a second
constexpr std::size_t kDevices = 100;
constexpr std::size_t kMostUnansweredOfRound = kProbes / 50;
constexpr std::uint64_t kFirstProbeSeq = 2;  // 1 was the humidity that each device needs

struct Measured {
  std::vector<double> p50_ms;
  std::vector<double> p99_ms;
};

Measured rounds_of(PacedProbe& probe) {
  Measured measured;
  probe.run(kProbes);  // warms up connections and caches
  for (int round = 0; round < kRounds; ++round) {
    const auto latency = probe.run(kProbes);
    if (latency.unanswered > kMostUnansweredOfRound) {
      throw std::runtime_error{
          fmt::format("{} of {} probes were not answered", latency.unanswered, kProbes)};
    }
    measured.p50_ms.push_back(latency.p50_ms);
    measured.p99_ms.push_back(latency.p99_ms);
  }
  return measured;
}

// A -> B -> C -> A: the messages of the loop without anything behind them.
Measured bare_hops() {
  const runtime::testing::TestBroker broker{broker_config()};
  const auto settings = broker.settings("unused");
  std::unique_ptr<ConnectedClient> b;
  b = std::make_unique<ConnectedClient>(
      settings, "bench-b", std::vector<std::string>{"hop/1"},
      [&b](const auto& message) { b->publish("hop/2", message.payload); });
  std::unique_ptr<ConnectedClient> c;
  c = std::make_unique<ConnectedClient>(
      settings, "bench-c", std::vector<std::string>{"hop/2"},
      [&c](const auto& message) { c->publish("hop/3", message.payload); });
  PacedProbe* answers_to = nullptr;
  ConnectedClient a{settings, "bench-a", {"hop/3"}, [&answers_to](const auto& message) {
                      std::uint64_t n = 0;
                      std::from_chars(message.payload.data(),
                                      message.payload.data() + message.payload.size(), n);
                      answers_to->answered(n);
                    }};
  PacedProbe probe{a.loop(), [&a](std::uint64_t n) { a.publish("hop/1", fmt::format("{}", n)); }};
  answers_to = &probe;
  return rounds_of(probe);
}

contract::TopicName sensor_topic(std::uint64_t device, contract::Metric metric) {
  return contract::topic_name(
      {.kind = contract::TopicKind::reading,
       .device = *contract::parse_device_id(fmt::format("bench-{}", device)),
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

// Devices that take turns, each with a temperature that jumps beyond its threshold, so that every
// reading asks for a decision. The control's `as_of` says which reading it answers.
Measured whole_loop() {
  const LuftServices services{WithModel::yes,
                              {{"LUFT_TRIGGER_SHORTEST_INTERVAL_S", "1"},
                               {"LUFT_INTAKE_RATE", "1000"},
                               {"LUFT_INTAKE_BURST", "1000"}}};
  PacedProbe* answers_to = nullptr;
  ConnectedClient devices{services.broker().settings("unused"),
                          "bench-devices",
                          {"window/+/control"},
                          [&answers_to](const auto& message) {
                            const auto control = contract::parse_window_control(message.payload);
                            if (control && control->as_of && answers_to != nullptr) {
                              answers_to->answered(control->as_of->seq - kFirstProbeSeq);
                            }
                          }};
  devices.loop().post_and_wait([&] {
    for (std::uint64_t i = 0; i < kDevices; ++i) {
      devices.publish(sensor_topic(i, contract::Metric::humidity).view(), reading_payload(50, 1));
    }
  });
  PacedProbe probe{devices.loop(), [&devices](std::uint64_t n) {
                     const auto turn = n / kDevices;
                     devices.publish(
                         sensor_topic(n % kDevices, contract::Metric::temperature).view(),
                         reading_payload(turn % 2 == 0 ? 20 : 24, kFirstProbeSeq + n));
                   }};
  answers_to = &probe;
  return rounds_of(probe);
}

}  // namespace

std::vector<Figure> loop_latency() {
  Figure p50{.name = "hub/loop-latency-p50",
             .unit = "ms",
             .against = "three bare broker hops in sequence, QoS 1",
             .rounds = {},
             .against_rounds = {},
             .goal = Goal::at_most,
             .goal_ratio = 1.5,
             .could_not = {}};
  auto p99 = p50;
  p99.name = "hub/loop-latency-p99";
  p99.goal_ratio = 2;
  try {
    const auto hops = bare_hops();
    const auto loop = whole_loop();
    p50.rounds = loop.p50_ms;
    p50.against_rounds = hops.p50_ms;
    p99.rounds = loop.p99_ms;
    p99.against_rounds = hops.p99_ms;
  } catch (const std::exception& problem) {
    p50.could_not = p99.could_not = problem.what();
  }
  return {p50, p99};
}

}  // namespace luft::bench

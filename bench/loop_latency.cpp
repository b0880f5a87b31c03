// How long the whole loop takes beside the least that three hops through the broker can take.
#include <fmt/format.h>

#include <charconv>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "bench/benchmarks.h"
#include "bench/connected_client.h"
#include "bench/jumpy_devices.h"
#include "bench/luft_services.h"
#include "bench/paced_probe.h"
#include "contract/control.h"

namespace luft::bench {

namespace {

constexpr int kRounds = 5;
constexpr std::size_t kProbes = 500;  // a round, at 50 a second

// A -> B -> C -> A: the messages of the loop without anything behind them.
LatencyRounds bare_hops() {
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
  return latency_rounds(probe, kRounds, kProbes);
}

// The control's `as_of` says which reading it answers.
LatencyRounds whole_loop() {
  const LuftServices services{WithModel::yes, kProbedHub};
  PacedProbe* answers_to = nullptr;
  ConnectedClient client{services.broker().settings("unused"),
                         "bench-devices",
                         {"window/+/control"},
                         [&answers_to](const auto& message) {
                           const auto control = contract::parse_window_control(message.payload);
                           if (control && control->as_of && answers_to != nullptr) {
                             answers_to->answered(JumpyDevices::probe_of(*control->as_of));
                           }
                         }};
  JumpyDevices devices{client};
  PacedProbe probe{client.loop(), [&devices](std::uint64_t n) { devices.jump(n); }};
  answers_to = &probe;
  return latency_rounds(probe, kRounds, kProbes);
}

}  // namespace

std::vector<Figure> loop_latency() {
  Figure p50{.name = "hub/loop-latency-p50",
             .unit = "ms",
             .against = "three bare broker hops in sequence, QoS 1",
             .goal = Goal::at_most,
             .goal_ratio = 1.5};
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

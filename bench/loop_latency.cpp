// How long the whole loop takes beside the least that three hops through the broker can take.
#include <fmt/format.h>

#include <charconv>
#include <exception>
#include <optional>
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
class BareHops {
 public:
  BareHops() {
    probe_.emplace(a_.loop(),
                   [this](std::uint64_t n) { a_.publish("hop/1", fmt::format("{}", n)); });
  }
  PacedProbe& probe() { return *probe_; }

 private:
  void answered(const runtime::MqttMessage& message) {
    std::uint64_t n = 0;
    std::from_chars(message.payload.data(), message.payload.data() + message.payload.size(), n);
    probe_->answered(n);
  }

  std::optional<PacedProbe> probe_;  // goes after a_, whose thread calls it
  runtime::testing::TestBroker broker_{broker_config()};
  runtime::MqttSettings settings_ = broker_.settings("unused");
  ConnectedClient b_{settings_, "bench-b", {"hop/1"}, [this](const auto& message) {
                       b_.publish("hop/2", message.payload);
                     }};
  ConnectedClient c_{settings_, "bench-c", {"hop/2"}, [this](const auto& message) {
                       c_.publish("hop/3", message.payload);
                     }};
  ConnectedClient a_{
      settings_, "bench-a", {"hop/3"}, [this](const auto& message) { answered(message); }};
};

class WholeLoop {
 public:
  WholeLoop() {
    probe_.emplace(client_.loop(), [this](std::uint64_t n) { devices_.jump(n); });
  }
  PacedProbe& probe() { return *probe_; }

 private:
  // The control's `as_of` says which reading it answers.
  void answered(const runtime::MqttMessage& message) {
    const auto control = contract::parse_window_control(message.payload);
    if (control && control->as_of) probe_->answered(JumpyDevices::probe_of(*control->as_of));
  }

  LuftServices services_{WithModel::yes, kProbedHub};
  std::optional<PacedProbe> probe_;  // goes after client_, whose thread calls it
  ConnectedClient client_{services_.broker().settings("unused"),
                          "bench-devices",
                          {"window/+/control"},
                          [this](const auto& message) { answered(message); }};
  JumpyDevices devices_{client_};
};

}  // namespace

std::vector<Figure> loop_latency() {
  Figure p50{.name = "hub/loop-latency-p50",
             .unit = "ms",
             .against = "three bare broker hops in sequence, QoS 1, while Luft stands idle",
             .goal = Goal::at_most,
             .goal_ratio = 1.5};
  auto p99 = p50;
  p99.name = "hub/loop-latency-p99";
  p99.goal_ratio = 2;
  try {
    BareHops hops;
    WholeLoop loop;
    hops.probe().run(kProbes);  // warms up
    loop.probe().run(kProbes);
    // By turns: what the machine does besides changes within minutes.
    for (int round = 0; round < kRounds; ++round) {
      const RoundLatency bare = answered_round(hops.probe(), kProbes);
      const RoundLatency whole = answered_round(loop.probe(), kProbes);
      p50.rounds.push_back(whole.p50_ms);
      p50.against_rounds.push_back(bare.p50_ms);
      p99.rounds.push_back(whole.p99_ms);
      p99.against_rounds.push_back(bare.p99_ms);
    }
  } catch (const std::exception& problem) {
    p50.could_not = p99.could_not = problem.what();
  }
  return {p50, p99};
}

}  // namespace luft::bench

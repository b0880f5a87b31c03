// Whether one device that shouts harms the others: how soon the hub asks the model once one of 100
// calm devices has spoken, beside a device that sends a hundred times what a device may, against
// the same without it. Turn by turn in one run, with the limits that everybody has; ml answers.
#include <chrono>
#include <exception>
#include <stdexcept>

#include "bench/benchmarks.h"
#include "bench/connected_client.h"
#include "bench/luft_services.h"
#include "bench/paced_probe.h"
#include "bench/request_probe.h"

namespace luft::bench {

namespace {

constexpr int kRounds = 5;
constexpr std::size_t kProbes = 500;  // a round, at 50 a second
constexpr std::size_t kMayBeLost = kProbes / 50;
constexpr double kUnharmed = 1.5;   // of the latency alone
constexpr int kShoutedAtOnce = 50;  // every kShoutEvery: 5,000 a second
constexpr std::chrono::milliseconds kShoutEvery{10};

class NoisyDevice {
 public:
  explicit NoisyDevice(const runtime::MqttSettings& broker)
      : client_{broker, "noisy", {}, [](const auto&) {}} {}
  ~NoisyDevice() { be_quiet(); }
  NoisyDevice(const NoisyDevice&) = delete;
  NoisyDevice& operator=(const NoisyDevice&) = delete;

  void shout() {
    client_.loop().post_and_wait([this] {
      shouts_ = true;
      shout_again();
    });
  }
  void be_quiet() {
    client_.loop().post_and_wait([this] { shouts_ = false; });
  }

 private:
  void shout_again() {
    if (!shouts_) return;
    for (int i = 0; i < kShoutedAtOnce; ++i) client_.publish("sensor/noisy/temperature", "21.5");
    client_.loop().call_after(kShoutEvery, [this] { shout_again(); });
  }

  bool shouts_ = false;  // loop thread
  ConnectedClient client_;
};

RoundLatency round_of(PacedProbe& probe) {
  const RoundLatency round = probe.run(kProbes);
  if (round.unanswered > kMayBeLost) throw std::runtime_error{"too many probes had no answer"};
  return round;
}

}  // namespace

std::vector<Figure> noisy_device() {
  const auto figure = [](const char* name) {
    return Figure{.name = name,
                  .unit = "ms",
                  .against = "the same probes without the noisy device",
                  .goal = Goal::at_most,
                  .goal_ratio = kUnharmed};
  };
  Figure p50 = figure("hub/noisy-device-p50");
  Figure p99 = figure("hub/noisy-device-p99");
  try {
    const LuftServices services{WithModel::yes, {{"LUFT_TRIGGER_SHORTEST_INTERVAL_S", "1"}}};
    const auto broker = services.broker().settings("unused");
    RequestProbe probe{broker};
    NoisyDevice noisy{broker};
    (void)probe.paced().run(kProbes);  // warms up
    for (int i = 0; i < kRounds; ++i) {
      const RoundLatency alone = round_of(probe.paced());
      noisy.shout();
      const RoundLatency beside = round_of(probe.paced());
      noisy.be_quiet();
      p50.against_rounds.push_back(alone.p50_ms);
      p99.against_rounds.push_back(alone.p99_ms);
      p50.rounds.push_back(beside.p50_ms);
      p99.rounds.push_back(beside.p99_ms);
    }
  } catch (const std::exception& problem) {
    p50.could_not = p99.could_not = problem.what();
  }
  return {p50, p99};
}

}  // namespace luft::bench

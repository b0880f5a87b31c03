// How much of the broker's own throughput is left when every reading is made durable and receipted.
#include <atomic>
#include <chrono>
#include <exception>
#include <string>
#include <unordered_map>

#include "bench/benchmarks.h"
#include "bench/luft_services.h"
#include "bench/publishers.h"
#include "contract/receipt.h"
#include "contract/topics.h"
#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr std::size_t kDevices = 100;
constexpr std::uint64_t kPerDevice = 1'000;  // readings of each device in a round

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// A subscriber on its own thread that counts up to a number and says when it got there.
class Counter {
 public:
  Counter(const runtime::MqttSettings& broker, const std::string& filter,
          std::function<std::uint64_t(const runtime::MqttMessage&)> count_of) {
    auto settings = broker;
    settings.client_id = "bench-counter";
    client_ = std::make_unique<runtime::MqttClient>(
        loop_, settings,
        runtime::MqttCallbacks{.on_connected =
                                   [this] {
                                     connected_ = true;
                                     connected_.notify_all();
                                   },
                               .on_disconnected = {},
                               .on_message =
                                   [this, count_of](const runtime::MqttMessage& message) {
                                     total_ += count_of(message);
                                     total_.notify_all();
                                   },
                               .on_delivered = {}});
    client_->subscribe({.filter = filter, .qos = runtime::Qos::at_least_once, .share_group = {}});
    client_->connect();
    loop_.start();
    connected_.wait(false);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  ~Counter() {
    loop_.stop();
    client_.reset();
  }

  void wait_for(std::uint64_t count) {
    for (auto now = total_.load(); now < count; now = total_.load()) total_.wait(now);
  }

 private:
  runtime::MqttLoop loop_;
  std::unique_ptr<runtime::MqttClient> client_;
  std::atomic<bool> connected_{false};
  std::atomic<std::uint64_t> total_{0};
};

struct Measured {
  std::vector<double> per_second;
  double cpu_us_per_message = 0;  // of the process that cpu_s asks about, over all rounds
};

Measured measure(Publishers& publishers, Counter& counter, const std::function<double()>& cpu_s) {
  constexpr auto kPerRound = kDevices * kPerDevice;
  Measured measured;
  const auto cpu_before = cpu_s();
  for (int round = 1; round <= kRounds; ++round) {
    const auto start = Clock::now();
    publishers.publish(kPerDevice);
    counter.wait_for(static_cast<std::uint64_t>(round) * kPerRound);
    measured.per_second.push_back(static_cast<double>(kPerRound) / seconds_since(start));
  }
  measured.cpu_us_per_message = 1e6 * (cpu_s() - cpu_before) / (kRounds * double{kPerRound});
  return measured;
}

// The baseline: a subscriber that throws everything away.
Measured discarding() {
  const runtime::testing::TestBroker broker{broker_config()};
  Counter counter{broker.settings("unused"), "sensor/+/+", [](const auto&) { return 1; }};
  Publishers publishers{broker.settings("unused"), "bench", kDevices};
  return measure(publishers, counter, [] { return 0.0; });
}

// How many more readings a receipt makes safe than the receipts before it.
class NewlyReceipted {
 public:
  std::uint64_t operator()(const runtime::MqttMessage& message) {
    const auto receipt = contract::parse_receipt(message.payload);
    if (!receipt) return 0;
    auto& through = through_[std::string{message.topic}];
    const auto more = receipt->through > through ? receipt->through - through : 0;
    through += more;
    return more;
  }

 private:
  std::unordered_map<std::string, std::uint64_t> through_;
};

struct HubMeasured {
  Measured hub;
  double broker_cpu_us_per_message = 0;
};

HubMeasured through_hub() {
  LuftServices services{WithModel::no,
                        {{"LUFT_INTAKE_RATE", "1000000"}, {"LUFT_INTAKE_BURST", "1000000"}}};
  const auto broker = services.broker().settings("unused");
  Counter counter{broker, "device/+/receipt", NewlyReceipted{}};
  Publishers publishers{broker, "bench", kDevices};
  const auto broker_before = services.broker_cpu_s();
  HubMeasured measured{.hub = measure(publishers, counter, [&] { return services.hub_cpu_s(); })};
  measured.broker_cpu_us_per_message =
      1e6 * (services.broker_cpu_s() - broker_before) / (kRounds * double{kDevices * kPerDevice});
  return measured;
}

}  // namespace

std::vector<Figure> hub_throughput() {
  Figure throughput{.name = "hub/throughput-100-devices",
                    .unit = "readings/s",
                    .against = "the same broker with a subscriber that discards",
                    .rounds = {},
                    .against_rounds = {},
                    .goal = Goal::at_least,
                    .goal_ratio = 0.85,
                    .could_not = {}};
  Figure cpu{.name = "hub/cpu-per-reading",
             .unit = "us",
             .against = "the broker's CPU for the same reading",
             .rounds = {},
             .against_rounds = {},
             .goal = Goal::at_most,
             .goal_ratio = 1.2,
             .could_not = {}};
  try {
    throughput.against_rounds = discarding().per_second;
    const auto [hub, broker_cpu_us] = through_hub();
    throughput.rounds = hub.per_second;
    cpu.rounds = {hub.cpu_us_per_message};
    cpu.against_rounds = {broker_cpu_us};
  } catch (const std::exception& problem) {
    throughput.could_not = cpu.could_not = problem.what();
  }
  return {throughput, cpu};
}

}  // namespace luft::bench

// What luft-ml is worth beside the obvious service in Python (python_peer/service.py): the same
// net, requests and broker configuration, each with a broker of its own, in turns, round by round.
//
// luft-ml comes by the broker's Unix socket, as `luft up` lets it; Debian's paho knows none.
//
// Either may use the cores as it likes; Torch gets one thread in both. luft-ml computes eleven rows
// of the net a decision, ten of them for its reason; the peer one, and no calibration, limits,
// interval or reason. Where broker and load take what is left of the machine before luft-ml is
// saturated, its rate is held back, not the peer's: the figure says who used how much.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <exception>
#include <map>
#include <stdexcept>
#include <thread>

#include "bench/benchmarks.h"
#include "bench/luft_services.h"
#include "bench/request_load.h"
#include "bench/usage.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr double kThroughputGoal = 3;
constexpr double kCpuGoal = 0.166;  // a sixth
constexpr double kLatencyGoal = 1;
constexpr std::chrono::milliseconds kWarmUp{1'000};
constexpr std::chrono::milliseconds kRound{3'000};
constexpr std::size_t kPaced = 800;  // requests a round
constexpr std::chrono::milliseconds kInterval{10};
constexpr double kSamePosition_pct = 1;  // the peer and luft-ml round differently

constexpr const char* kPython = "/usr/bin/python3";  // Debian's modules are for this one only
constexpr const char* kPeer = LUFT_SOURCE_DIR "/bench/python_peer/service.py";
constexpr const char* kModel = LUFT_SOURCE_DIR "/ml/default_model";

using Settings = std::map<std::string, std::string>;

// Cores that were busy for each.
struct CoresUsed {
  double service = 0;
  double broker = 0;
  double load = 0;
  double machine = 0;
};

// One value a round.
struct Measured {
  std::vector<double> requests_per_s;
  std::vector<double> cpu_us;  // a request, saturated
  std::vector<double> paced_cpu_us;
  std::vector<double> p99_ms;
  CoresUsed cores;  // of the last round, saturated
};

class AskedService {
 public:
  AskedService(std::string name, const std::vector<std::string>& command, Settings settings)
      : name_{std::move(name)},
        broker_{broker_config()},
        process_{start(command, std::move(settings))} {}

  [[nodiscard]] double first_position() const { return load_.first_answer().position_pct; }

  void saturate(Measured& measured) {
    load_.start();
    std::this_thread::sleep_for(kWarmUp);
    const auto began = Clock::now();
    const auto answered = load_.answered();
    const auto before = used_s();
    std::this_thread::sleep_for(kRound);
    const auto after = used_s();
    const auto requests = static_cast<double>(load_.answered() - answered);
    const double took_s = std::chrono::duration<double>(Clock::now() - began).count();
    try {
      load_.stop();
    } catch (const std::exception& problem) {
      throw std::runtime_error{fmt::format("{}: {}", name_, problem.what())};
    }
    measured.requests_per_s.push_back(requests / took_s);
    measured.cpu_us.push_back(1e6 * (after.service - before.service) / requests);
    measured.cores = {.service = (after.service - before.service) / took_s,
                      .broker = (after.broker - before.broker) / took_s,
                      .load = (after.load - before.load) / took_s,
                      .machine = (after.machine - before.machine) / took_s};
  }

  void pace(Measured& measured) {
    const auto before = used_s();
    const auto latency = load_.paced(kPaced, kInterval);
    if (latency.unanswered > 0) {
      throw std::runtime_error{fmt::format("{} requests not answered", latency.unanswered)};
    }
    measured.paced_cpu_us.push_back(1e6 * (used_s().service - before.service) / kPaced);
    measured.p99_ms.push_back(latency.p99_ms);
  }

 private:
  runtime::Process start(const std::vector<std::string>& command, Settings settings) {
    settings["LUFT_MQTT_URL"] = broker_.socket_url();
    settings["PEER_MQTT_PORT"] = fmt::format("{}", broker_.port());
    auto process = runtime::Process::start({.command = command,
                                            .set_env = settings,
                                            .output_file = folder_.file("service.log"),
                                            .working_folder = folder_.path(),
                                            .group = runtime::ProcessGroup::own});
    if (!process) throw std::runtime_error{process.error()};
    return std::move(*process);
  }

  [[nodiscard]] CoresUsed used_s() const {
    return {.service = cpu_of(process_.pid()).total_s(),
            .broker = cpu_of(broker_.pid()).total_s(),
            .load = cpu_of(getpid()).total_s(),
            .machine = machine_busy_s()};
  }

  std::string name_;
  runtime::testing::TempFolder folder_;
  runtime::testing::TestBroker broker_;
  runtime::Process process_;
  RequestLoad load_{broker_.settings("unused")};
};

void expect_peer_can_run() {
  auto process = runtime::Process::start({.command = {kPython, "-c", "import paho.mqtt, torch"},
                                          .set_env = {},
                                          .output_file = "/dev/null",
                                          .working_folder = {}});
  if (!process || !process->wait().success()) {
    throw std::runtime_error{"apt install python3-paho-mqtt python3-torch"};
  }
}

struct Both {
  Measured ours;
  Measured peers;
};

Both measure() {
  const runtime::testing::TempFolder data;
  AskedService ours{
      "luft-ml", {program("luft-ml")}, {{"LUFT_DATA", data.path()}, {"LUFT_LOG_LEVEL", "warn"}}};
  AskedService peer{
      "the peer", {kPython, kPeer}, {{"PEER_MODEL", kModel}, {"PYTHONDONTWRITEBYTECODE", "1"}}};
  if (std::abs(ours.first_position() - peer.first_position()) > kSamePosition_pct) {
    throw std::runtime_error{fmt::format("not the same net: luft-ml opens to {} %, the peer {} %",
                                         ours.first_position(), peer.first_position())};
  }
  Both both;
  for (int round = 0; round < kRounds; ++round) {
    ours.saturate(both.ours);
    peer.saturate(both.peers);
    ours.pace(both.ours);
    peer.pace(both.peers);
  }
  return both;
}

std::string text(const CoresUsed& cores) {
  return fmt::format("service {:.2f}, broker {:.2f}, load {:.2f}, all {:.2f} of {}", cores.service,
                     cores.broker, cores.load, cores.machine, std::thread::hardware_concurrency());
}

}  // namespace

std::vector<Figure> python_peer() {
  Figure throughput{.name = "ml/python-peer-throughput",
                    .unit = "requests/s",
                    .against = "the same net in Python (paho-mqtt, PyTorch), one row a decision",
                    .goal = Goal::at_least,
                    .goal_ratio = kThroughputGoal};
  Figure cpu{.name = "ml/python-peer-cpu",
             .unit = "µs/request",
             .against = throughput.against,
             .goal = Goal::at_most,
             .goal_ratio = kCpuGoal};
  Figure p99{.name = "ml/python-peer-p99",
             .unit = "ms",
             .against = throughput.against,
             .goal = Goal::at_most,
             .goal_ratio = kLatencyGoal};
  try {
    expect_peer_can_run();
    const auto [ours, peers] = measure();
    throughput.rounds = ours.requests_per_s;
    throughput.against_rounds = peers.requests_per_s;
    throughput.against +=
        fmt::format("; {:.0f} requests/s; cores busy under luft-ml: {}; under it: {}",
                    spread_of(peers.requests_per_s).median, text(ours.cores), text(peers.cores));
    cpu.rounds = ours.cpu_us;
    cpu.against_rounds = peers.cpu_us;
    cpu.against +=
        fmt::format("; {:.0f} µs, saturated; at 100 requests/s: luft-ml {:.0f} µs, it {:.0f} µs",
                    spread_of(peers.cpu_us).median, spread_of(ours.paced_cpu_us).median,
                    spread_of(peers.paced_cpu_us).median);
    p99.rounds = ours.p99_ms;
    p99.against_rounds = peers.p99_ms;
    p99.against += fmt::format(", at 100 requests/s; {:.2f} ms", spread_of(peers.p99_ms).median);
  } catch (const std::exception& problem) {
    throughput.could_not = cpu.could_not = p99.could_not = problem.what();
  }
  return {throughput, cpu, p99};
}

}  // namespace luft::bench

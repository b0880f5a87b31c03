// What all of Luft takes of a machine, day and night, in a household of three rooms that speak as
// real devices do: a reading of each metric a minute, or when it changes.
#include <chrono>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <thread>
#include <utility>

#include "bench/benchmarks.h"
#include "bench/luft_services.h"
#include "bench/usage.h"

namespace luft::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr std::chrono::seconds kSettles{60};  // the first merges of the history are behind it then
constexpr std::chrono::seconds kRound{30};
constexpr double kCpuLimit_pct = 5;
constexpr double kMemoryLimit_MB = 500;

runtime::Process three_rooms(const LuftServices& services) {
  auto process =
      runtime::Process::start({.command = {program("luft-device"), "--rooms", "3", "--speed", "1"},
                               .set_env = {{"LUFT_MQTT_URL", services.broker().url()}},
                               .output_file = "/dev/null",
                               .working_folder = {}});
  if (!process) throw std::runtime_error{process.error()};
  return std::move(*process);
}

double cpu_s(const LuftServices& services) {
  double sum = 0;
  for (const pid_t each : services.pids()) sum += cpu_of(each).total_s();
  return sum;
}

double resident_MB(const LuftServices& services) {
  std::uint64_t sum = 0;
  for (const pid_t each : services.pids()) sum += resident_bytes_of(each);
  return static_cast<double>(sum) / 1e6;
}

}  // namespace

std::vector<Figure> household() {
  Figure cpu = against_limit("hub/household-cpu", kCpuLimit_pct, "%", Goal::at_most);
  cpu.against = "5 % of a core: broker, ClickHouse, hub and ml, with three rooms";
  Figure memory = against_limit("hub/household-memory", kMemoryLimit_MB, "MB", Goal::at_most);
  memory.against = "500 MB: all that is resident of the same";
  try {
    const LuftServices services{WithModel::yes, {}};
    const auto rooms = three_rooms(services);
    std::this_thread::sleep_for(kSettles);
    for (int round = 0; round < kRounds; ++round) {
      const double before_s = cpu_s(services);
      const auto began = Clock::now();
      std::this_thread::sleep_for(kRound);
      const double took_s = std::chrono::duration<double>(Clock::now() - began).count();
      cpu.rounds.push_back(100 * (cpu_s(services) - before_s) / took_s);
      memory.rounds.push_back(resident_MB(services));
    }
  } catch (const std::exception& problem) {
    cpu.could_not = memory.could_not = problem.what();
  }
  return {cpu, memory};
}

}  // namespace luft::bench

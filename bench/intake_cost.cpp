#include "bench/gate_cost.h"

#include <fmt/format.h>
#include <time.h>

#include <cstdint>
#include <string>

#include "hub/gate.h"

namespace luft::bench {
namespace {

constexpr std::size_t kMessages = 200'000;  // a round
constexpr std::size_t kTaken = 256;         // as the intake takes them
constexpr std::chrono::milliseconds kNoWait{0};

double thread_cpu_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

}  // namespace

std::vector<double> gate_us(std::size_t devices, int rounds) {
  runtime::Channel<hub::Message> readings{2 * kTaken};
  runtime::Channel<hub::Urgent> urgent{16};
  const runtime::RealClock clock;
  runtime::IntakeSettings limits;
  limits.rate = limits.burst = 1e6;
  hub::Gate gate{limits, readings, urgent, clock};
  std::vector<std::string> topics;
  for (std::size_t i = 0; i < devices; ++i) {
    topics.push_back(fmt::format("sensor/bench-{}/temperature", i));
  }
  const std::string payload =
      R"({"value":21.43,"boot":4503599627370497,"seq":123456,"up_ms":1234567,"now_ms":1234570,)"
      R"("oldest":[4503599627370497,123450]})";
  std::vector<hub::Message> taken;
  std::vector<double> us;
  for (int round = 0; round < rounds; ++round) {
    double spent_us = 0;
    for (std::size_t sent = 0; sent < kMessages; sent += kTaken) {
      const double before_us = thread_cpu_us();
      for (std::size_t i = 0; i < kTaken; ++i) {
        gate.on_message({.topic = topics[(sent + i) % devices],
                         .payload = payload,
                         .qos = runtime::Qos::at_least_once,
                         .retained = runtime::Retain::no});
      }
      spent_us += thread_cpu_us() - before_us;
      readings.receive_all_for(taken, kNoWait);  // another thread's work
    }
    us.push_back(spent_us / static_cast<double>((kMessages + kTaken - 1) / kTaken * kTaken));
  }
  return us;
}

}  // namespace luft::bench

#include "bench/intake_cost.h"

#include <fmt/format.h>
#include <time.h>

#include <cstdint>
#include <string>

#include "hub/gate.h"
#include "hub/intake/intake.h"

namespace luft::bench {
namespace {

constexpr std::size_t kReadings = 200'000;  // a round, at least
constexpr std::size_t kTogether = 256;      // between two looks at the clock

double thread_cpu_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

struct Said {
  std::string topic;
  std::string payload;
};

// The next reading of each device in turn.
class Speakers {
 public:
  explicit Speakers(std::size_t devices) : devices_{devices} {}

  std::vector<Said> next(std::size_t count) {
    std::vector<Said> said;
    for (std::size_t i = 0; i < count; ++i, ++spoken_) {
      const std::uint64_t device = spoken_ % devices_;
      const std::uint64_t boot = (device << 20U) + 1;
      const std::uint64_t seq = spoken_ / devices_ + 1;
      said.push_back({.topic = fmt::format("sensor/bench-{}/temperature", device),
                      .payload = fmt::format(R"({{"value":21.43,"boot":{},"seq":{},"up_ms":{},)"
                                             R"("now_ms":{},"oldest":[{},{}]}})",
                                             boot, seq, 1000 * seq, 1000 * seq + 3, boot, seq)});
    }
    return said;
  }

 private:
  std::size_t devices_;
  std::uint64_t spoken_ = 0;
};

}  // namespace

std::vector<double> taking_in_us(std::size_t devices, int rounds) {
  runtime::Channel<hub::Message> readings{1};
  runtime::Channel<hub::Urgent> urgent{16};
  const runtime::RealClock clock;
  hub::Intake intake{runtime::Settings{}, runtime::UuidMaker{}};
  hub::Outcome outcome;
  runtime::IntakeSettings limits;
  limits.rate = limits.burst = 1e6;
  hub::Gate gate{limits, readings, urgent, clock, [&](const hub::Message& reading) {
                   intake.take(reading, hub::Admission::open, outcome);
                   return true;
                 }};
  Speakers speakers{devices};
  std::vector<double> us;
  for (int round = 0; round < rounds; ++round) {
    double spent_us = 0;
    std::size_t taken = 0;
    for (; taken < kReadings; taken += kTogether) {
      const auto said = speakers.next(kTogether);
      const double before_us = thread_cpu_us();
      for (const Said& each : said) {
        gate.on_message({.topic = each.topic,
                         .payload = each.payload,
                         .qos = runtime::Qos::at_least_once,
                         .retained = runtime::Retain::no});
      }
      spent_us += thread_cpu_us() - before_us;
      // What the intake's own thread does with it.
      intake.complete(hub::Moment::of(clock), outcome);
      outcome = {};
    }
    us.push_back(spent_us / static_cast<double>(taken));
  }
  return us;
}

}  // namespace luft::bench

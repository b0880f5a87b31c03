// How soon a stranger's bare number can be seen: `21.5` published to sensor/x/temperature by a
// device that nobody has heard of, until GET /api/v1/devices/x/readings shows it from the database.
#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <thread>

#include "bench/benchmarks.h"
#include "bench/connected_client.h"
#include "bench/luft_services.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr int kNumbers = 30;  // a round, each of another stranger
constexpr double kLimit_ms = 1'000;
constexpr std::chrono::milliseconds kAskAgain{5};
constexpr std::chrono::seconds kPatience{10};
// The store writes every so often: no number may fall at the same place between two writes.
constexpr int kLongestPause_ms = 400;

bool is_visible(httplib::Client& api, const std::string& device) {
  const auto answer =
      api.Get("/api/v1/devices/" + device + "/readings?metric=temperature&step=raw");
  if (!answer || answer->status != 200) return false;
  const auto readings = nlohmann::json::parse(answer->body, nullptr, false);
  return readings.is_object() && readings.contains("points") && readings["points"].size() == 1;
}

class Stranger {
 public:
  explicit Stranger(const LuftServices& services)
      : client_{services.broker().settings("unused"), "stranger", {}, [](const auto&) {}},
        api_{"127.0.0.1", services.http_port()} {}

  // Milliseconds until the number of a new device is seen.
  double speak() {
    const auto device = fmt::format("stranger-{}", next_++);
    const auto began = Clock::now();
    client_.loop().post(
        [this, &device] { client_.publish("sensor/" + device + "/temperature", "21.5"); });
    while (!is_visible(api_, device)) {
      if (Clock::now() - began > kPatience) throw std::runtime_error{device + " was never seen"};
      std::this_thread::sleep_for(kAskAgain);
    }
    return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
  }

 private:
  ConnectedClient client_;
  httplib::Client api_;
  int next_ = 0;
};

double p99_ms(Stranger& stranger, std::mt19937& chance) {
  std::uniform_int_distribution<int> pause_ms{0, kLongestPause_ms};
  std::vector<double> took;
  for (int i = 0; i < kNumbers; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{pause_ms(chance)});
    took.push_back(stranger.speak());
  }
  std::ranges::sort(took);
  return took[took.size() * 99 / 100];
}

}  // namespace

std::vector<Figure> bare_number() {
  Figure visible = against_limit("hub/bare-number-visible-p99", kLimit_ms, "ms", Goal::at_most);
  try {
    const LuftServices services{WithModel::no, {}};
    Stranger stranger{services};
    std::mt19937 chance{1};
    stranger.speak();  // connections, and the first parts of tables
    for (int round = 0; round < kRounds; ++round) {
      visible.rounds.push_back(p99_ms(stranger, chance));
    }
  } catch (const std::exception& problem) {
    visible.rounds.clear();
    visible.could_not = problem.what();
  }
  return {visible};
}

}  // namespace luft::bench

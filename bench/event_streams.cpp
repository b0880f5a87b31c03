// What open pages cost the hub: the CPU of 100 event streams while 50 rooms speak, against the same
// rooms without any; and how soon /healthz answers with 200 of them.
#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <thread>

#include "bench/benchmarks.h"
#include "bench/event_stream_crowd.h"
#include "bench/luft_services.h"
#include "bench/room_devices.h"
#include "bench/usage.h"

namespace luft::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr std::size_t kRooms = 50;
constexpr std::size_t kPages = 100;
constexpr std::size_t kManyPages = 200;
constexpr std::chrono::seconds kRound{8};
constexpr double kCpuLimit_pct = 5;
constexpr double kHealthLimit_ms = 100;
constexpr int kAsked = 100;  // a round
constexpr std::chrono::milliseconds kAskAgain{20};

// Each stream holds a thread of the hub's server: it must be told to have so many.
std::map<std::string, std::string> for_many_pages() {
  auto settings = kNoRateLimits;
  settings["LUFT_HTTP_MAX_EVENT_STREAMS"] = fmt::format("{}", kManyPages);
  settings["LUFT_HTTP_THREADS"] = fmt::format("{}", kManyPages + 16);
  return settings;
}

// In per cent of a core.
double cpu_pct(pid_t hub) {
  const auto began = Clock::now();
  const double before_s = cpu_of(hub).total_s();
  std::this_thread::sleep_for(kRound);
  const double took_s = std::chrono::duration<double>(Clock::now() - began).count();
  return 100 * (cpu_of(hub).total_s() - before_s) / took_s;
}

void expect_open(const EventStreamCrowd& pages) {
  if (!pages.all_are_open()) throw std::runtime_error{"the hub ended a stream"};
}

std::vector<double> cpu_rounds(const LuftServices& services) {
  std::vector<double> rounds;
  for (int round = 0; round < kRounds; ++round) {
    const double without_pct = cpu_pct(services.hub_pid());
    const EventStreamCrowd pages{services.http_port(), kPages};
    rounds.push_back(cpu_pct(services.hub_pid()) - without_pct);
    expect_open(pages);
  }
  return rounds;
}

double slowest_ms(std::uint16_t port) {
  double slowest = 0;
  for (int i = 0; i < kAsked; ++i) {
    httplib::Client hub{"127.0.0.1", port};  // a connection of its own, as a watchdog's
    const auto began = Clock::now();
    const auto answer = hub.Get("/healthz");
    const double took = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
    if (!answer || answer->status != 200) throw std::runtime_error{"/healthz does not answer"};
    slowest = std::max(slowest, took);
    std::this_thread::sleep_for(kAskAgain);
  }
  return slowest;
}

std::vector<double> health_rounds(const LuftServices& services) {
  const EventStreamCrowd pages{services.http_port(), kManyPages};
  std::vector<double> rounds;
  rounds.reserve(kRounds);
  for (int round = 0; round < kRounds; ++round) rounds.push_back(slowest_ms(services.http_port()));
  expect_open(pages);
  return rounds;
}

}  // namespace

std::vector<Figure> event_streams() {
  Figure cpu = against_limit("web/event-streams-cpu", kCpuLimit_pct, "%", Goal::at_most);
  Figure health =
      against_limit("web/event-streams-healthz-slowest", kHealthLimit_ms, "ms", Goal::at_most);
  cpu.against = fmt::format("{} % of a core more with {} pages, {} rooms that speak every 2 s",
                            kCpuLimit_pct, kPages, kRooms);
  health.against =
      fmt::format("{} ms with {} pages, of {} asks", kHealthLimit_ms, kManyPages, kAsked);
  try {
    const LuftServices services{WithModel::no, for_many_pages()};
    RoomDevices devices{services, kRooms};
    devices.start();
    cpu.rounds = cpu_rounds(services);
    health.rounds = health_rounds(services);
    devices.stop();
  } catch (const std::exception& problem) {
    if (cpu.rounds.empty()) cpu.could_not = problem.what();
    health.could_not = problem.what();
  }
  return {cpu, health};
}

}  // namespace luft::bench

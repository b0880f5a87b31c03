// How soon the page can be used: from the beginning of a navigation with an empty cache until 50
// rooms stand there live and their buttons can be pressed.
#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>

#include "bench/benchmarks.h"
#include "bench/browser_script.h"
#include "bench/luft_services.h"
#include "bench/room_devices.h"

namespace luft::bench {
namespace {

constexpr int kRounds = 7;
constexpr std::size_t kRooms = 50;
constexpr std::chrono::seconds kPatience{90};
constexpr double kLimit_ms = 1'000;

}  // namespace

std::vector<Figure> page_interactive() {
  Figure figure = against_limit("web/interactive", kLimit_ms, "ms", Goal::at_most);
  try {
    const LuftServices services{WithModel::no, kNoRateLimits};
    RoomDevices devices{services, kRooms};
    devices.start();
    BrowserScript page{"interactive.mjs",
                       {fmt::format("http://127.0.0.1:{}/", services.http_port()),
                        fmt::format("{}", kRounds + 1)}};
    figure.rounds = values_of(page.all(kPatience), "ms");
    devices.stop();
    figure.rounds.erase(figure.rounds.begin());  // the browser itself starts with it
  } catch (const std::exception& problem) {
    figure.rounds.clear();
    figure.could_not = problem.what();
  }
  return {figure};
}

}  // namespace luft::bench

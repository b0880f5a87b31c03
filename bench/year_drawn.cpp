// How soon a year of a room is drawn: from asking for it on the room's page, over the API and its
// rollups of a million readings, until the frame with the charts.
#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/benchmarks.h"
#include "bench/browser_script.h"
#include "bench/luft_services.h"
#include "bench/room_devices.h"
#include "bench/year_of_history.h"

namespace luft::bench {
namespace {

constexpr int kRounds = 7;
constexpr std::chrono::seconds kPatience{120};
constexpr double kLimit_ms = 300;
constexpr const char* kRoom = "room-00";
constexpr int kMetrics = 3;

}  // namespace

std::vector<Figure> year_drawn() {
  Figure figure = against_limit("web/year-drawn", kLimit_ms, "ms", Goal::at_most);
  try {
    const LuftServices services{WithModel::no, kNoRateLimits};
    RoomDevices devices{services, 1};
    const YearOfHistory year;
    auto endpoint = services.clickhouse().endpoint(store::DatabaseUser::admin);
    endpoint.answer_timeout = std::chrono::minutes{5};
    store::ClickHouseClient admin{endpoint};
    fill(admin, year, {kRoom});
    BrowserScript page{"year.mjs",
                       {fmt::format("http://127.0.0.1:{}", services.http_port()), kRoom,
                        fmt::format("{}", year.start_ms), fmt::format("{}", year.end_ms),
                        fmt::format("{}", kRounds + 1)}};
    const auto lines = page.all(kPatience);
    for (const double charts : values_of(lines, "charts")) {
      if (charts < kMetrics) throw std::runtime_error{"not every metric has its chart"};
    }
    figure.rounds = values_of(lines, "ms");
    figure.rounds.erase(figure.rounds.begin());  // caches of database and browser fill
    figure.against = fmt::format("{} ms, {} readings of {} metrics", kLimit_ms,
                                 year.readings_per_device, kMetrics);
  } catch (const std::exception& problem) {
    figure.rounds.clear();
    figure.could_not = problem.what();
  }
  return {figure};
}

}  // namespace luft::bench

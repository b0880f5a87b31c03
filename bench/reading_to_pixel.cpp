// How soon a reading is seen: published -> broker -> hub -> event stream -> page, until the frame
// that shows it was drawn. Publisher and browser read the same clock.
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "bench/benchmarks.h"
#include "bench/browser_script.h"
#include "bench/luft_services.h"
#include "bench/room_devices.h"

namespace luft::bench {
namespace {

constexpr int kRounds = 5;
constexpr std::size_t kRooms = 50;
constexpr std::chrono::seconds kRound{10};
constexpr std::chrono::seconds kWarmUp{6};
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::seconds kSettles{2};
constexpr double kLimit_ms = 300;
constexpr double kMostUnseen = 0.02;
constexpr double kLongestWait_ms = 5'000;  // the same text comes again after two minutes

// When each text of each room was seen, oldest first.
using Seen = std::map<std::pair<std::string, std::string>, std::vector<double>>;

Seen seen_of(const std::vector<nlohmann::json>& lines) {
  Seen seen;
  for (const auto& line : lines) {
    if (line.contains("room")) seen[{line["room"], line["text"]}].push_back(line["at_ms"]);
  }
  return seen;
}

double p95_ms(const std::vector<RoomDevices::Said>& said, const Seen& seen) {
  std::vector<double> took;
  for (const auto& each : said) {
    const auto found = seen.find({each.room, each.text});
    if (found == seen.end()) continue;
    const auto first = std::ranges::lower_bound(found->second, each.at_ms);
    if (first == found->second.end() || *first - each.at_ms > kLongestWait_ms) continue;
    took.push_back(*first - each.at_ms);
  }
  const auto unseen = static_cast<double>(said.size() - took.size());
  if (took.empty() || unseen > kMostUnseen * static_cast<double>(said.size())) {
    throw std::runtime_error{fmt::format("{} of {} readings were never seen", unseen, said.size())};
  }
  std::ranges::sort(took);
  return took[took.size() * 95 / 100];
}

}  // namespace

std::vector<Figure> reading_to_pixel() {
  Figure p95 = against_limit("web/reading-to-pixel-p95", kLimit_ms, "ms", Goal::at_most);
  try {
    const LuftServices services{WithModel::no, kNoRateLimits};
    RoomDevices devices{services, kRooms};
    BrowserScript page{
        "pixel.mjs",
        {fmt::format("http://127.0.0.1:{}/", services.http_port()), fmt::format("{}", kRooms)}};
    page.wait_for("ready", kPatience);
    devices.start();
    std::this_thread::sleep_for(kWarmUp);
    (void)devices.said();
    std::vector<std::vector<RoomDevices::Said>> rounds;
    for (int round = 0; round < kRounds; ++round) {
      std::this_thread::sleep_for(kRound);
      rounds.push_back(devices.said());
    }
    devices.stop();
    std::this_thread::sleep_for(kSettles);
    const Seen seen = seen_of(page.stop());
    for (const auto& said : rounds) p95.rounds.push_back(p95_ms(said, seen));
    p95.against = fmt::format("{} ms, {} rooms, {} readings a round", kLimit_ms, kRooms,
                              rounds.front().size());
  } catch (const std::exception& problem) {
    p95.rounds.clear();
    p95.could_not = problem.what();
  }
  return {p95};
}

}  // namespace luft::bench

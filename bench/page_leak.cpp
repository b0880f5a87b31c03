// Whether the page keeps what it need not: what is in use, garbage collected, in the second half of
// the events of eight hours beside the first half. The events of a home of seven devices (58,000)
// come in less time than the ten minutes that the plan allows, and the page's clock runs as much
// faster; a handwritten hub sends them (tests/browser/replay/).
#include <fmt/format.h>

#include <array>
#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/benchmarks.h"
#include "bench/browser_script.h"

namespace luft::bench {
namespace {

constexpr const char* kSeconds = "120";
constexpr std::size_t kParts = 10;
constexpr std::chrono::seconds kPatience{400};
constexpr double kMostGrowth = 1.05;
constexpr double kMiB = 1024 * 1024;

struct Kept {
  const char* member;
  const char* unit;
  double of_unit;
};
constexpr std::array kKept{Kept{"heap", "MiB", kMiB}, Kept{"nodes", "nodes", 1},
                           Kept{"listeners", "listeners", 1}};

Figure figure_of(const std::string& page, const Kept& kept) {
  return {.name = fmt::format("web/leak-{}-{}", page, kept.member),
          .unit = kept.unit,
          .against = "the first four hours of the same",
          .goal = Goal::at_most,
          .goal_ratio = kMostGrowth};
}

// The n-th part of the second half against the n-th of the first.
void fill(Figure& figure, const std::string& page, const Kept& kept,
          const std::vector<nlohmann::json>& lines) {
  double events = 0;
  std::vector<double> values;
  for (const auto& line : lines) {
    if (line.value("page", "") != page) continue;
    values.push_back(line[kept.member].get<double>() / kept.of_unit);
    events = line["events"];
  }
  if (values.size() != kParts) throw std::runtime_error{"not every part was measured"};
  const auto half = values.begin() + kParts / 2;
  figure.against_rounds.assign(values.begin(), half);
  figure.rounds.assign(half, values.end());
  figure.against += fmt::format(", {} events in {} s", events, kSeconds);
}

}  // namespace

std::vector<Figure> page_leak() {
  std::vector<Figure> figures;
  std::vector<nlohmann::json> lines;
  std::string could_not;
  try {
    BrowserScript page{"leak.mjs", {kSeconds}};
    lines = page.all(kPatience);
  } catch (const std::exception& problem) {
    could_not = problem.what();
  }
  for (const std::string page : {"home", "room"}) {
    for (const Kept& kept : kKept) {
      Figure figure = figure_of(page, kept);
      try {
        if (!could_not.empty()) throw std::runtime_error{could_not};
        fill(figure, page, kept, lines);
      } catch (const std::exception& problem) {
        figure.could_not = problem.what();
      }
      figures.push_back(std::move(figure));
    }
  }
  return figures;
}

}  // namespace luft::bench

// luft-bench: runs the benchmarks named on the command line (or all) and prints their figures.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "bench/benchmarks.h"
#include "bench/figure.h"

namespace {

struct Benchmark {
  std::string_view name;
  std::vector<luft::bench::Figure> (*run)();
};

constexpr std::array kBenchmarks{
    Benchmark{"hub/throughput", luft::bench::hub_throughput},
    Benchmark{"hub/batch-throughput", luft::bench::batch_throughput},
    Benchmark{"hub/go-peer", luft::bench::go_peer},
    Benchmark{"hub/loop-latency", luft::bench::loop_latency},
    Benchmark{"hub/request-latency", luft::bench::request_latency},
    Benchmark{"hub/noisy-device", luft::bench::noisy_device},
    Benchmark{"hub/bare-number-visible", luft::bench::bare_number},
    Benchmark{"hub/household", luft::bench::household},
    Benchmark{"hub/memory", luft::bench::hub_memory},
    Benchmark{"hub/history", luft::bench::history_queries},
    Benchmark{"ml/decision", luft::bench::decision},
    Benchmark{"ml/nightly", luft::bench::nightly},
    Benchmark{"ml/python-peer", luft::bench::python_peer},
    Benchmark{"web/reading-to-pixel", luft::bench::reading_to_pixel},
    Benchmark{"web/interactive", luft::bench::page_interactive},
    Benchmark{"web/year-drawn", luft::bench::year_drawn},
    Benchmark{"web/leak", luft::bench::page_leak},
    Benchmark{"web/event-streams", luft::bench::event_streams},
};

// `hub` names its whole group, `hub/throughput` one benchmark; no name, all.
bool wanted(std::string_view benchmark, const std::vector<std::string>& names) {
  if (names.empty()) return true;
  for (const std::string_view name : names) {
    if (benchmark == name) return true;
    if (benchmark.starts_with(name) && benchmark.substr(name.size()).starts_with('/')) return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures Luft, each figure against its limit or a peer in the same run."};
  std::vector<std::string> names;
  bool json = false;
  app.add_option("NAME", names, "hub, ml, web, or one benchmark such as hub/throughput");
  app.add_flag("--json", json, "one JSON object a line");
  CLI11_PARSE(app, argc, argv);

  bool ran = false;
  for (const auto& benchmark : kBenchmarks) {
    if (!wanted(benchmark.name, names)) continue;
    ran = true;
    for (const auto& figure : benchmark.run()) {
      fmt::print("{}\n", json ? to_json_line(figure) : to_text(figure));
      std::fflush(stdout);
    }
  }
  if (ran) return 0;
  fmt::print(stderr, "No benchmark of that name. There are:\n");
  for (const auto& benchmark : kBenchmarks) fmt::print(stderr, "  {}\n", benchmark.name);
  return 2;
}

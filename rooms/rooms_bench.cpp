// How fast rooms live: simulated room-hours per second at one-minute steps, on one core.
#include <benchmark/benchmark.h>

#include <memory>

#include "rooms/simulated_room.h"

namespace luft::rooms {
namespace {

void room_hours(benchmark::State& state) {
  const Home home = random_home(1);
  const auto weather =
      std::make_shared<const Weather>(generate_weather(climates()[home.climate], 1));
  SimulatedRoom room(home, weather, 0);
  for ([[maybe_unused]] auto _ : state) room.advance(3600, 0.3);
  benchmark::DoNotOptimize(room.observe());
  state.counters["room_hours_per_s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(room_hours);

}  // namespace
}  // namespace luft::rooms

BENCHMARK_MAIN();

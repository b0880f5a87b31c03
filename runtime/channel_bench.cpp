// What a hand-over between threads costs: the hub's path from the MQTT thread to intake.
#include "runtime/channel.h"

#include <benchmark/benchmark.h>

#include <array>
#include <thread>

namespace luft::runtime {
namespace {

struct Item {
  std::array<char, 64> payload{};
};

// No other thread: the cost of the lock and the move.
void send_then_receive_all(benchmark::State& state) {
  const auto batch = static_cast<std::size_t>(state.range(0));
  Channel<Item> channel{batch};
  std::vector<Item> received;
  for ([[maybe_unused]] auto _ : state) {
    for (std::size_t i = 0; i < batch; ++i) benchmark::DoNotOptimize(channel.try_send({}));
    benchmark::DoNotOptimize(channel.receive_all(received));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
}
BENCHMARK(send_then_receive_all)->Arg(1)->Arg(64)->Arg(4'096);

// One sender, one receiver on another thread that takes whatever waits.
void between_threads(benchmark::State& state) {
  Channel<Item> channel{65'536};
  std::jthread receiver{[&channel] {
    std::vector<Item> received;
    while (channel.receive_all(received) > 0) benchmark::DoNotOptimize(received.data());
  }};
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(channel.send({}));
  channel.close();
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(between_threads)->UseRealTime();

}  // namespace
}  // namespace luft::runtime

BENCHMARK_MAIN();

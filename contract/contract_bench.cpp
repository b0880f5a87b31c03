// What reading and writing the wire costs, per payload; the peer is nlohmann-json on the same text.
#include <benchmark/benchmark.h>
#include <cJSON.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "contract/audio.h"
#include "contract/batch.h"
#include "contract/reading.h"
#include "contract/topics.h"

namespace luft::contract {
namespace {

constexpr std::string_view kIdentified =
    R"({"value":21.4,"boot":4503599627370497,"seq":17,"up_ms":90500,"now_ms":90650,)"
    R"("oldest":[4503599627370497,15]})";

void read_topic(benchmark::State& state) {
  while (state.KeepRunning()) benchmark::DoNotOptimize(parse_topic("sensor/kitchen/temperature"));
}
BENCHMARK(read_topic);

void read_bare_reading(benchmark::State& state) {
  while (state.KeepRunning()) benchmark::DoNotOptimize(parse_reading(Metric::temperature, "21.4"));
}
BENCHMARK(read_bare_reading);

void read_identified_reading(benchmark::State& state) {
  while (state.KeepRunning())
    benchmark::DoNotOptimize(parse_reading(Metric::temperature, kIdentified));
}
BENCHMARK(read_identified_reading);

// The part of it that is cJSON: parsing into a tree and freeing that.
void read_identified_reading_cjson_alone(benchmark::State& state) {
  while (state.KeepRunning()) {
    cJSON* document = cJSON_ParseWithLength(kIdentified.data(), kIdentified.size());
    benchmark::DoNotOptimize(document);
    cJSON_Delete(document);
  }
}
BENCHMARK(read_identified_reading_cjson_alone);

// The part of that which is the allocator: as many blocks of such sizes.
void read_identified_reading_allocations_alone(benchmark::State& state) {
  constexpr int kItems = 9;
  constexpr int kNames = 6;
  void* blocks[kItems + kNames];
  while (state.KeepRunning()) {
    int count = 0;
    for (int i = 0; i < kItems; ++i) blocks[count++] = cJSON_malloc(sizeof(cJSON));
    for (int i = 0; i < kNames; ++i) blocks[count++] = cJSON_malloc(8);
    benchmark::DoNotOptimize(blocks);
    for (void* block : blocks) cJSON_free(block);
  }
}
BENCHMARK(read_identified_reading_allocations_alone);

void read_identified_reading_with_nlohmann(benchmark::State& state) {
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(nlohmann::json::parse(kIdentified.begin(), kIdentified.end()));
  }
}
BENCHMARK(read_identified_reading_with_nlohmann);

void write_identified_reading(benchmark::State& state) {
  const auto reading = parse_reading(Metric::temperature, kIdentified);
  std::array<char, kMaxReadingBytes> buffer;
  while (state.KeepRunning()) benchmark::DoNotOptimize(write_reading(*reading, buffer));
}
BENCHMARK(write_identified_reading);

std::string hundred_readings() {
  const auto batch = std::make_unique<Batch>();
  batch->boot = 7;
  batch->now_ms = 900'000;
  batch->oldest = {7, 1};
  batch->entry_count = kMaxReadingsPerBatch;
  for (std::size_t i = 0; i < kMaxReadingsPerBatch; ++i) {
    batch->entries[i] = {
        .seq = i + 1, .metric = Metric::temperature, .up_ms = 1000 * i, .value = 21.4};
  }
  std::vector<char> buffer(kMaxBatchBytes);
  return std::string(write_batch(*batch, buffer).payload);
}

void read_batch_of_100(benchmark::State& state) {
  const std::string text = hundred_readings();
  const auto batch = std::make_unique<Batch>();
  while (state.KeepRunning()) benchmark::DoNotOptimize(parse_batch(text, *batch));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kMaxReadingsPerBatch));
}
BENCHMARK(read_batch_of_100);

void read_audio_part(benchmark::State& state) {
  const std::string data(kMaxAudioPcmBytesPerPart * 4 / 3, 'A');
  AudioPart part;
  part.data = data;
  std::vector<char> buffer(kMaxAudioPcmBytesPerPart * 4 / 3 + 256);
  const std::string_view text = write_audio(part, buffer);
  while (state.KeepRunning()) benchmark::DoNotOptimize(parse_audio(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(read_audio_part);

}  // namespace
}  // namespace luft::contract

BENCHMARK_MAIN();

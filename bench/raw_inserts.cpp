// One client that inserts block after block, as the store's thread does.
#include "bench/raw_inserts.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>
#include <string>

#include "store/batch_insert.h"
#include "store/testing/test_clickhouse.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kDevices = 100;
constexpr std::chrono::seconds kWarmUp{3};
constexpr std::chrono::seconds kRound{3};

class Inserts {
 public:
  explicit Inserts(std::size_t rows) : rows_{rows} {
    for (std::size_t i = 0; i < kDevices; ++i) devices_.push_back(fmt::format("bench-{}", i));
  }

  // Rows a second of the time that the engine took for them.
  double round(std::chrono::seconds at_least) {
    Clock::duration took{};
    std::size_t inserted = 0;
    while (took < at_least) {
      encode();
      const auto token = fmt::format("bench-{}", ++block_);
      const auto began = Clock::now();
      const auto done = store::insert_batch(writer_, batch_, token);
      took += Clock::now() - began;
      if (!done) throw std::runtime_error{done.error().message};
      inserted += batch_.rows();
    }
    return static_cast<double>(inserted) / std::chrono::duration<double>(took).count();
  }

 private:
  // What the hub makes of the devices' load: a hundred readings of one device, then of the next.
  void encode() {
    batch_.clear();
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::size_t message = i / 100;
      batch_.add(store::ReadingRow{.device = devices_[message % kDevices],
                                   .metric = "temperature",
                                   .time = now,
                                   .received = now,
                                   .value = 20 + 0.01 * static_cast<double>(next_seq_ % 100),
                                   .boot = (message % kDevices << 20U) + 1,
                                   .seq = next_seq_++,
                                   .time_source = store::TimeSource::anchored});
    }
  }

  std::size_t rows_;
  std::vector<std::string> devices_;
  store::testing::TestClickHouse clickhouse_;
  store::ClickHouseClient writer_ = clickhouse_.client(store::DatabaseUser::writer);
  store::Batch<store::ReadingRow> batch_;
  std::uint64_t next_seq_ = 1;
  std::uint64_t block_ = 0;
};

}  // namespace

std::vector<double> raw_inserts(std::size_t rows, int rounds) {
  Inserts inserts{rows};
  inserts.round(kWarmUp);
  std::vector<double> per_second;
  per_second.reserve(static_cast<std::size_t>(rounds));
  for (int round = 0; round < rounds; ++round) per_second.push_back(inserts.round(kRound));
  return per_second;
}

}  // namespace luft::bench

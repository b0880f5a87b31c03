#include "contract/batch.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace luft::contract {
namespace {

using Kind = ParseErrorKind;

std::unique_ptr<Batch> parsed(const std::string& entries) {
  auto batch = std::make_unique<Batch>();
  const std::string text = R"({"boot":7,"now_ms":900,"oldest":[7,12],"r":[)" + entries + "]}";
  const auto result = parse_batch(text, *batch);
  EXPECT_TRUE(result.has_value()) << text;
  return batch;
}

std::unique_ptr<Batch> full_batch(double value) {
  auto batch = std::make_unique<Batch>();
  batch->boot = kMaxIdentifier;
  batch->now_ms = kMaxIdentifier;
  batch->oldest = {kMaxIdentifier, 1};
  batch->entry_count = kMaxReadingsPerBatch;
  for (std::size_t i = 0; i < kMaxReadingsPerBatch; ++i) {
    batch->entries[i] = {.seq = kMaxIdentifier - 100 + i,
                         .metric = Metric::sound_volume,
                         .up_ms = kMaxIdentifier,
                         .value = value,
                         .time_ms = kMaxIdentifier};
  }
  return batch;
}

TEST(Batch, KeepsEachReading) {
  const auto batch = parsed(R"([12,"temperature",310,21.4],[13,"rssi",311,-60,1767225600123])");
  ASSERT_EQ(batch->readings().size(), 2);
  EXPECT_EQ(batch->refusals().size(), 0);
  EXPECT_EQ(batch->boot, 7);
  EXPECT_EQ(batch->now_ms, 900);
  EXPECT_EQ(batch->oldest, (ReadingRef{7, 12}));
  EXPECT_EQ(batch->entries[0],
            (BatchEntry{.seq = 12, .metric = Metric::temperature, .up_ms = 310, .value = 21.4}));
  EXPECT_EQ(batch->entries[1], (BatchEntry{.seq = 13,
                                           .metric = Metric::rssi,
                                           .up_ms = 311,
                                           .value = -60,
                                           .time_ms = 1767225600123}));
}

struct Refused {
  const char* entry;
  Kind kind;
  const char* member;
};

TEST(Batch, RefusesAnEntryAloneAndSaysWhy) {
  const std::vector<Refused> cases{
      {R"([12])", Kind::missing, "r"},
      {R"([12,"temperature",310])", Kind::missing, "r"},
      {R"([12,"temperature",310,21.4,1,2])", Kind::out_of_range, "r"},
      {R"([12,"smell",310,21.4])", Kind::unknown_word, "smell"},
      {R"([12,7,310,21.4])", Kind::wrong_type, "r"},
      {R"([12,"temperature","310",21.4])", Kind::wrong_type, "up_ms"},
      {R"([12,"temperature",-1,21.4])", Kind::out_of_range, "up_ms"},
      {R"([12,"temperature",901,21.4])", Kind::inconsistent, "now_ms"},
      {R"([12,"temperature",310,85.5])", Kind::out_of_range, "temperature"},
      {R"([12,"temperature",310,1e999])", Kind::out_of_range, "temperature"},
      {R"([12,"temperature",310,null])", Kind::wrong_type, "temperature"},
      {R"([12,"temperature",310,21.4,"now"])", Kind::wrong_type, "time_ms"},
      {R"([11,"temperature",310,21.4])", Kind::inconsistent, "oldest"},
  };
  for (const Refused& expected : cases) {
    const auto batch = parsed(std::string(expected.entry) + R"(,[20,"humidity",310,50])");
    ASSERT_EQ(batch->refusals().size(), 1) << expected.entry;
    EXPECT_EQ(name(batch->refused[0].error.kind), name(expected.kind)) << expected.entry;
    EXPECT_EQ(batch->refused[0].error.member.view(), expected.member) << expected.entry;
    EXPECT_GE(batch->refused[0].seq, 11) << "so that it can be receipted";
    ASSERT_EQ(batch->readings().size(), 1);
    EXPECT_EQ(batch->entries[0].seq, 20);
  }
}

TEST(Batch, ForgetsWhatItHeldBefore) {
  const auto batch = parsed(R"([12,"temperature",310,21.4],[13,"smell",310,1])");
  const auto result =
      parse_batch(R"({"boot":8,"now_ms":5,"oldest":[8,1],"r":[[1,"humidity",4,50]]})", *batch);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(batch->readings().size(), 1);
  EXPECT_EQ(batch->refusals().size(), 0);
}

TEST(Batch, OfAHundredUsualReadingsFitsItsLimit) {
  auto batch = full_batch(63.4);
  batch->boot = batch->oldest.boot = 4'503'599'627'370'497;
  for (BatchEntry& entry : std::span(batch->entries).first(batch->entry_count)) {
    entry.seq = 1'000'000;
    entry.up_ms = 31'536'000'000;  // a year
    entry.time_ms = 1'767'225'600'123;
  }
  std::vector<char> buffer(kMaxBatchBytes);
  EXPECT_EQ(write_batch(*batch, buffer).entry_count, kMaxReadingsPerBatch);
}

TEST(Batch, WritesAsManyEntriesAsFitAndTheRestLater) {
  const auto batch = full_batch(63.400001525878906);
  std::vector<char> buffer(kMaxBatchBytes);
  const WrittenBatch written = write_batch(*batch, buffer);
  EXPECT_GT(written.entry_count, 80);
  EXPECT_LT(written.entry_count, kMaxReadingsPerBatch);
  EXPECT_LE(written.payload.size(), kMaxBatchBytes);
  const auto again = std::make_unique<Batch>();
  ASSERT_TRUE(parse_batch(written.payload, *again).has_value());
  ASSERT_EQ(again->readings().size(), written.entry_count);
  EXPECT_EQ(again->refusals().size(), 0);
  for (std::size_t i = 0; i < written.entry_count; ++i) {
    EXPECT_EQ(again->entries[i], batch->entries[i]);
  }
}

TEST(Batch, FillsAnyBufferExactlyOrStopsBefore) {
  const auto batch = full_batch(1);
  for (std::size_t size = 100; size < 400; ++size) {
    std::vector<char> buffer(size);
    const WrittenBatch written = write_batch(*batch, buffer);
    EXPECT_TRUE(written.payload.ends_with("}")) << size;
    const auto again = std::make_unique<Batch>();
    if (written.entry_count > 0) {
      EXPECT_TRUE(parse_batch(written.payload, *again).has_value());
    }
  }
}

}  // namespace
}  // namespace luft::contract

// `sensor/{id}/batch`: how a backlog travels, at most 100 readings of one boot in one message.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/json_writer.h"
#include "contract/limits.h"
#include "contract/reading.h"

namespace luft::contract {

// `[seq, "metric", up_ms, value]`, with `time_ms` as an optional fifth element.
struct BatchEntry {
  std::uint64_t seq = 0;
  Metric metric{};
  std::uint64_t up_ms = 0;
  double value = 0;
  std::optional<std::uint64_t> time_ms{};

  friend bool operator==(const BatchEntry&, const BatchEntry&) = default;
};

// One entry that could not be understood; the rest of its batch still counts.
struct RefusedEntry {
  std::uint64_t seq = 0;  // it is receipted, so that it is not sent again
  ParseError error{};
};

struct Batch {
  std::uint64_t boot = 0;
  std::uint64_t now_ms = 0;  // uptime when sent
  ReadingRef oldest{};
  std::array<BatchEntry, kMaxReadingsPerBatch> entries;
  std::uint8_t entry_count = 0;
  std::array<RefusedEntry, kMaxReadingsPerBatch> refused;
  std::uint8_t refused_count = 0;

  [[nodiscard]] std::span<const BatchEntry> readings() const {
    return {entries.data(), entry_count};
  }
  [[nodiscard]] std::span<const RefusedEntry> refusals() const {
    return {refused.data(), refused_count};
  }
};

// Fills `batch` (9 KB: callers keep one and reuse it) with 1..100 entries. An entry whose seq can
// be read is refused alone, whatever else is wrong with it; anything worse refuses the whole
// payload.
[[nodiscard]] std::expected<void, ParseError> parse_batch(std::string_view payload, Batch& batch);

// Writes one batch entry by entry: a device has no room for a whole Batch beside its text.
class BatchWriter {
 public:
  // `buffer` outlives it and has at least 128 bytes; beyond kMaxBatchBytes it is not used.
  BatchWriter(std::uint64_t boot, const ReadingRef& oldest, std::span<char> buffer);

  // False when the batch is full, by number or by bytes: then it is as it was.
  [[nodiscard]] bool add(const BatchEntry& entry);
  [[nodiscard]] std::size_t entry_count() const { return entry_count_; }

  // The whole text; nothing is added after that. `now_ms`: the uptime when sent.
  [[nodiscard]] std::string_view finish(std::uint64_t now_ms);

 private:
  JsonWriter json_;
  std::size_t entry_count_ = 0;
};

// Writes as many of `batch.entries` as fit `buffer`: text and their number.
struct WrittenBatch {
  std::string_view payload{};
  std::size_t entry_count = 0;
};
[[nodiscard]] WrittenBatch write_batch(const Batch& batch, std::span<char> buffer);

}  // namespace luft::contract

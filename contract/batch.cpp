#include "contract/batch.h"

#include <cJSON.h>

#include <algorithm>
#include <cassert>

#include "contract/json.h"

namespace luft::contract {
namespace {

constexpr const char* kReadings = "r";
// What follows the last entry; the uptime comes last, when the newest entry is known.
constexpr std::string_view kLongestEnd = R"(],"now_ms":9007199254740991})";
constexpr Range kSequence{1, kIdentifiers.max};

// The elements of one entry after its seq, read in order.
std::expected<BatchEntry, ParseError> read_entry(const cJSON* seq_item, std::uint64_t seq,
                                                 const Batch& batch) {
  const cJSON* metric_item = seq_item->next;
  const cJSON* up_item = metric_item != nullptr ? metric_item->next : nullptr;
  const cJSON* value_item = up_item != nullptr ? up_item->next : nullptr;
  if (value_item == nullptr) return refusal(ParseErrorKind::missing, kReadings);
  const cJSON* time_item = value_item->next;
  if (time_item != nullptr && time_item->next != nullptr) {
    return refusal(ParseErrorKind::out_of_range, kReadings);
  }
  BatchEntry entry{.seq = seq};

  const auto word = string_of(metric_item, kReadings);
  if (!word) return std::unexpected(word.error());
  const std::optional<Metric> metric = metric_named(*word);
  if (!metric) return refusal(ParseErrorKind::unknown_word, *word);
  entry.metric = *metric;

  const auto up_ms = identifier_of(up_item, kIdentifiers, "up_ms");
  if (!up_ms) return std::unexpected(up_ms.error());
  entry.up_ms = *up_ms;
  if (entry.up_ms > batch.now_ms) return refusal(ParseErrorKind::inconsistent, "now_ms");

  const auto value = number_of(value_item, range_of(entry.metric), *word);
  if (!value) return std::unexpected(value.error());
  entry.value = *value;

  if (time_item != nullptr) {
    const auto time_ms = identifier_of(time_item, kIdentifiers, "time_ms");
    if (!time_ms) return std::unexpected(time_ms.error());
    entry.time_ms = *time_ms;
  }
  if (batch.oldest.boot == batch.boot && batch.oldest.seq > seq) {
    return refusal(ParseErrorKind::inconsistent, "oldest");
  }
  return entry;
}

// Adds one entry to the readings or the refusals; fails when not even its seq can be read.
std::expected<void, ParseError> add_entry(const cJSON* item, Batch& batch) {
  if (cJSON_IsArray(item) == 0) return refusal(ParseErrorKind::wrong_type, kReadings);
  if (item->child == nullptr) return refusal(ParseErrorKind::missing, kReadings);
  const auto seq = identifier_of(item->child, kSequence, "seq");
  if (!seq) return std::unexpected(seq.error());
  if (const auto entry = read_entry(item->child, *seq, batch)) {
    batch.entries[batch.entry_count++] = *entry;
  } else {
    batch.refused[batch.refused_count++] = {*seq, entry.error()};
  }
  return {};
}

void write_entry(const BatchEntry& entry, JsonWriter& json) {
  json.begin_array();
  json.identifier(entry.seq);
  json.text(info(entry.metric).name);
  json.identifier(entry.up_ms);
  json.number(entry.value);
  if (entry.time_ms) json.identifier(*entry.time_ms);
  json.end_array();
}

}  // namespace

std::expected<void, ParseError> parse_batch(std::string_view payload, Batch& batch) {
  ObjectReader object(payload, kMaxBatchBytes);
  batch.boot = object.identifier("boot");
  batch.now_ms = object.identifier("now_ms");
  batch.oldest = object.ref("oldest");
  batch.entry_count = 0;
  batch.refused_count = 0;
  const cJSON* item = object.array(kReadings);
  if (item == nullptr) object.refuse(ParseErrorKind::out_of_range, kReadings);  // none at all
  for (; item != nullptr && !object.refused(); item = item->next) {
    if (batch.entry_count + batch.refused_count == kMaxReadingsPerBatch) {
      object.refuse(ParseErrorKind::out_of_range, kReadings);
    } else if (const auto added = add_entry(item, batch); !added) {
      object.refuse(added.error());
    }
  }
  return object.done();
}

BatchWriter::BatchWriter(std::uint64_t boot, const ReadingRef& oldest, std::span<char> buffer)
    : json_(buffer.first(std::min(buffer.size(), kMaxBatchBytes)), kLongestEnd.size()) {
  json_.begin_object();
  json_.identifier("boot", boot);
  json_.ref("oldest", oldest);
  json_.name(kReadings);
  json_.begin_array();
  assert(!json_.overflowed());
}

bool BatchWriter::add(const BatchEntry& entry) {
  if (entry_count_ == kMaxReadingsPerBatch) return false;
  const JsonWriter::Mark before = json_.mark();
  write_entry(entry, json_);
  if (json_.overflowed()) {
    json_.rewind(before);
    return false;
  }
  ++entry_count_;
  return true;
}

std::string_view BatchWriter::finish(std::uint64_t now_ms) {
  json_.release_reserve();
  json_.end_array();
  json_.identifier("now_ms", now_ms);
  json_.end_object();
  return json_.written();
}

WrittenBatch write_batch(const Batch& batch, std::span<char> buffer) {
  assert(batch.entry_count <= kMaxReadingsPerBatch);
  BatchWriter writer(batch.boot, batch.oldest, buffer);
  for (const BatchEntry& entry : batch.readings()) {
    if (!writer.add(entry)) break;
  }
  const std::size_t written = writer.entry_count();
  return {writer.finish(batch.now_ms), written};
}

}  // namespace luft::contract

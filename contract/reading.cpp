#include "contract/reading.h"

#include "contract/json.h"
#include "contract/json_writer.h"
#include "contract/limits.h"

namespace luft::contract {
namespace {

bool is_identified(ObjectReader& object) {
  for (const char* member : {"boot", "seq", "up_ms", "now_ms", "oldest", "time_ms"}) {
    if (object.has(member)) return true;
  }
  return false;
}

Identity read_identity(ObjectReader& object) {
  Identity identity;
  identity.ref.boot = object.identifier("boot");
  identity.ref.seq = object.identifier("seq", {1, kIdentifiers.max});
  identity.up_ms = object.identifier("up_ms");
  identity.now_ms = object.identifier("now_ms");
  identity.oldest = object.optional_ref("oldest").value_or(identity.ref);
  identity.time_ms = object.optional_integer<std::uint64_t>("time_ms", kIdentifiers);
  if (identity.now_ms < identity.up_ms) object.refuse(ParseErrorKind::inconsistent, "now_ms");
  const ReadingRef& oldest = identity.oldest;
  if (oldest.boot == identity.ref.boot && oldest.seq > identity.ref.seq) {
    object.refuse(ParseErrorKind::inconsistent, "oldest");
  }
  return identity;
}

}  // namespace

std::expected<Reading, ParseError> parse_reading(Metric metric, std::string_view payload) {
  if (payload.size() > kMaxReadingBytes) return refusal(ParseErrorKind::too_long);
  const Range range = range_of(metric);
  if (const auto bare = bare_number(payload, range, "value")) {
    if (!*bare) return std::unexpected(bare->error());
    return Reading{.value = **bare, .identity = {}};
  }
  ObjectReader object(payload, kMaxReadingBytes);
  Reading reading;
  reading.value = object.number("value", range);
  if (is_identified(object)) reading.identity = read_identity(object);
  return object.result(reading);
}

std::expected<Identity, ParseError> parse_reading_identity(std::string_view payload) {
  ObjectReader object(payload, kMaxReadingBytes);
  const Identity identity = read_identity(object);
  return object.result(identity);
}

std::string_view write_reading(const Reading& reading, std::span<char> buffer) {
  JsonWriter json(buffer);
  if (!reading.identity) {
    json.number(reading.value);
    return json.written();
  }
  const Identity& identity = *reading.identity;
  json.begin_object();
  json.number("value", reading.value);
  json.identifier("boot", identity.ref.boot);
  json.identifier("seq", identity.ref.seq);
  json.identifier("up_ms", identity.up_ms);
  json.identifier("now_ms", identity.now_ms);
  json.ref("oldest", identity.oldest);
  json.identifier("time_ms", identity.time_ms);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

#include "contract/control.h"

#include "contract/json.h"
#include "contract/json_writer.h"

namespace luft::contract {

namespace {

// Numbers and texts are read one after the other, each with what it needs of a chip's stack: there
// is no room for both.
[[gnu::noinline]] void read_numbers(ObjectReader& object, WindowControl& control) {
  control.position_pct = object.number("position", kPercent);
  control.confidence = object.number("confidence", {0, 1});
  control.as_of = object.optional_ref("as_of");
  control.low_pct = object.optional_number("low", kPercent);
  control.high_pct = object.optional_number("high", kPercent);
  if (control.low_pct.value_or(0) > control.position_pct) {
    object.refuse(ParseErrorKind::inconsistent, "low");
  }
  if (control.high_pct.value_or(100) < control.position_pct) {
    object.refuse(ParseErrorKind::inconsistent, "high");
  }
}

[[gnu::noinline]] void read_texts(ObjectReader& object, WindowControl& control) {
  control.request_id = object.optional_text<kMaxRequestIdLength>("request_id");
  control.model = object.optional_text<kMaxModelNameLength>("model");
  control.reason = object.optional_sentence<kMaxReasonLength>("reason");
}

}  // namespace

std::expected<WindowControl, ParseError> parse_window_control(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  std::expected<WindowControl, ParseError> result;
  read_numbers(object, *result);
  read_texts(object, *result);
  if (const auto done = object.done(); !done) result = std::unexpected(done.error());
  return result;
}

std::string_view write_window_control(const WindowControl& control, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.number("position", control.position_pct);
  json.number("confidence", control.confidence);
  json.text("request_id", control.request_id);
  json.ref("as_of", control.as_of);
  json.text("model", control.model);
  json.number("low", control.low_pct);
  json.number("high", control.high_pct);
  json.text("reason", control.reason);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

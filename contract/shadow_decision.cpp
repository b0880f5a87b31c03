#include "contract/shadow_decision.h"

#include "contract/json.h"
#include "contract/json_writer.h"

namespace luft::contract {

std::expected<ShadowDecision, ParseError> parse_shadow_decision(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  ShadowDecision decision;
  decision.model = object.text<kMaxModelNameLength>("model");
  decision.position_pct = object.number("position", kPercent);
  decision.confidence = object.number("confidence", {0, 1});
  decision.in_force_pct = object.number("in_force", kPercent);
  decision.stood_pct = object.optional_number("stood", kPercent);
  decision.request_id = object.optional_text<kMaxRequestIdLength>("request_id");
  return object.result(decision);
}

std::string_view write_shadow_decision(const ShadowDecision& decision, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.text("model", decision.model.view());
  json.number("position", decision.position_pct);
  json.number("confidence", decision.confidence);
  json.number("in_force", decision.in_force_pct);
  json.number("stood", decision.stood_pct);
  json.text("request_id", decision.request_id);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

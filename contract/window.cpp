#include "contract/window.h"

#include <array>

#include "contract/json.h"
#include "contract/json_writer.h"
#include "contract/number.h"
#include "contract/words.h"

namespace luft::contract {
namespace {

constexpr Range kHolds{0, static_cast<double>(kMaxHoldSeconds)};

constexpr std::array kCauses{
    Word{"control", MoveCause::control},
    Word{"person", MoveCause::person},
    Word{"guard", MoveCause::guard},
    Word{"calibration", MoveCause::calibration},
};

std::optional<WindowSet> set_named(std::string_view word) {
  if (word == "OPEN") return SetPosition{.position_pct = 100};
  if (word == "CLOSE") return SetPosition{.position_pct = 0};
  if (word == "STOP") return StopMoving{};
  if (word == "AUTO") return ReleaseHold{};
  return std::nullopt;
}

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::expected<WindowSet, ParseError> parse_window_set(std::string_view payload) {
  if (payload.size() > kMaxMessageBytes) return refusal(ParseErrorKind::too_long);
  const std::string_view word = trimmed(payload);
  if (!word.empty() && is_letter(word.front())) {
    const std::optional<WindowSet> set = set_named(word);
    if (!set) return refusal(ParseErrorKind::unknown_word);
    return *set;
  }
  if (const auto bare = bare_number(payload, kPercent, "position")) {
    if (!*bare) return std::unexpected(bare->error());
    return SetPosition{.position_pct = **bare};
  }
  ObjectReader object(payload, kMaxMessageBytes);
  SetPosition set;
  set.position_pct = object.number("position", kPercent);
  set.hold_s = object.optional_integer<std::uint32_t>("hold_s", kHolds).value_or(set.hold_s);
  return object.result(WindowSet(set));
}

std::string_view write_window_set(const WindowSet& set, std::span<char> buffer) {
  if (std::holds_alternative<StopMoving>(set)) return copy_word("STOP", buffer);
  if (std::holds_alternative<ReleaseHold>(set)) return copy_word("AUTO", buffer);
  const auto* position = std::get_if<SetPosition>(&set);
  JsonWriter json(buffer);
  json.begin_object();
  json.number("position", position->position_pct);
  json.identifier("hold_s", position->hold_s);
  json.end_object();
  return json.written();
}

std::string_view name(MoveCause cause) {
  return word_for(kCauses, cause);
}

std::expected<WindowState, ParseError> parse_window_state(std::string_view payload) {
  ObjectReader object(payload, kMaxMessageBytes);
  WindowState state;
  state.position_pct = object.number("position", kPercent);
  state.target_pct = object.number("target", kPercent);
  state.moving = object.boolean("moving");
  state.cause = read_word(object, "cause", kCauses);
  state.request_id = object.optional_text<kMaxRequestIdLength>("request_id");
  state.hold_s = object.optional_integer<std::uint32_t>("hold_s", kHolds);
  state.reason = object.optional_sentence<kMaxReasonLength>("reason");
  state.fault = object.optional_text<kMaxFaultLength>("fault");
  return object.result(state);
}

std::string_view write_window_state(const WindowState& state, std::span<char> buffer) {
  JsonWriter json(buffer);
  json.begin_object();
  json.number("position", state.position_pct);
  json.number("target", state.target_pct);
  json.boolean("moving", state.moving);
  json.text("cause", name(state.cause));
  json.text("request_id", state.request_id);
  json.identifier("hold_s", state.hold_s);
  json.text("reason", state.reason);
  json.text("fault", state.fault);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

// What the hub and Home Assistant say to each other about a device that is known: topics, states
// and wishes. What a device consists of there: home_assistant_config.cpp.
#include "contract/home_assistant.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "contract/home_assistant_holds.h"
#include "contract/json.h"
#include "contract/json_writer.h"

namespace luft::contract {
namespace {

constexpr std::size_t kMaxStateBytes = 4 * 1024;
constexpr double kAllOpen_pct = 100;
constexpr double kOpenFrom_pct = 0.5;  // below it is closed: covers there count whole points

// Names in discovery topics are letters, digits, `_` and `-`.
std::string without_slashes(std::string_view site) {
  std::string name{site};
  std::ranges::replace_if(
      name,
      [](char c) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return !is_letter && !(c >= '0' && c <= '9') && c != '-';
      },
      '_');
  return name;
}

void add_number(JsonWriter& json, std::string_view member, const std::optional<double>& value) {
  value ? json.number(member, *value) : json.null(member);
}

std::string_view doing(const WindowState& window) {
  if (window.moving) return window.target_pct > window.position_pct ? "opening" : "closing";
  return window.position_pct < kOpenFrom_pct ? "closed" : "open";
}

std::optional<std::string_view> reason_of(const HomeAssistantState& state) {
  if (state.window && state.window->reason) return state.window->reason->view();
  if (state.decision && state.decision->reason) return state.decision->reason->view();
  return std::nullopt;
}

void add_window(JsonWriter& json, const WindowState& window) {
  const std::uint32_t hold_s = window.hold_s.value_or(0);
  json.number("position", std::round(window.position_pct));
  json.text("window", doing(window));
  json.text("automatic", hold_s == 0 ? "on" : "off");
  json.text("hold", home_assistant_hold(hold_s));
}

void add_no_window(JsonWriter& json) {
  for (const std::string_view member : {"position", "window", "automatic", "hold"}) {
    json.null(member);
  }
}

// Attributes for whoever wants to know more than a reason.
void add_why(JsonWriter& json, const HomeAssistantState& state) {
  json.name("why");
  json.begin_object();
  if (state.window) {
    json.text("cause", name(state.window->cause));
    json.number("target", std::round(state.window->target_pct));
    json.text("request_id", state.window->request_id);
    json.identifier("hold_s", state.window->hold_s);
  }
  if (state.decision) {
    json.number("decided_position", state.decision->position_pct);
    json.number("low", state.decision->low_pct);
    json.number("high", state.decision->high_pct);
    json.number("confidence", state.decision->confidence);
    json.text("model", state.decision->model);
    json.text("decision_reason", state.decision->reason);
  }
  json.end_object();
}

}  // namespace

HomeAssistantTopics home_assistant_topics(const HomeAssistantNames& names,
                                          std::string_view device_id) {
  const std::string site = names.site.empty() ? "" : without_slashes(names.site) + "_";
  const std::string ours =
      fmt::format("{}{}home_assistant/{}", names.site, names.site.empty() ? "" : "/", device_id);
  return {.config = fmt::format("{}/device/{}{}/config", names.prefix, site, device_id),
          .state = ours + "/state",
          .set = ours + "/set"};
}

std::string write_home_assistant_state(const HomeAssistantState& state) {
  std::vector<char> buffer(kMaxStateBytes);
  JsonWriter json(buffer);
  json.begin_object();
  json.text("availability", name(state.presence));
  for (const MetricInfo& each : all_metrics()) {
    const auto& value = state.readings[static_cast<std::size_t>(each.metric)];
    if (value) json.number(each.name, *value);
  }
  state.window ? add_window(json, *state.window) : add_no_window(json);
  const auto confidence = state.decision ? std::optional{state.decision->confidence} : std::nullopt;
  add_number(json, "confidence",
             confidence ? std::optional{std::round(*confidence * kAllOpen_pct)} : std::nullopt);
  const auto reason = reason_of(state);
  reason ? json.text("reason", *reason) : json.null("reason");
  add_why(json, state);
  json.end_object();
  return std::string{json.written()};
}

std::string_view home_assistant_hold(std::uint32_t hold_s) {
  if (hold_s == 0) return kNoHold;
  const auto found = std::ranges::find_if(
      kHolds, [hold_s](const OfferedHold& each) { return each.hold_s >= hold_s; });
  return found == kHolds.end() ? kHolds.back().name : found->name;
}

std::expected<HomeAssistantSet, ParseError> parse_home_assistant_set(std::string_view payload) {
  const auto set = parse_window_set(payload);
  if (set) return HomeAssistantSet{*set};
  ObjectReader object(payload, kMaxMessageBytes);
  if (object.has("position") || !object.has("hold_s")) return std::unexpected(set.error());
  const HoldPosition hold{object.integer<std::uint32_t>("hold_s", {1, kMaxHoldSeconds})};
  return object.result(HomeAssistantSet{hold});
}

std::string_view write_home_assistant_set(const HomeAssistantSet& set, std::span<char> buffer) {
  if (const auto* known = std::get_if<WindowSet>(&set)) return write_window_set(*known, buffer);
  JsonWriter json(buffer);
  json.begin_object();
  json.identifier("hold_s", std::get<HoldPosition>(set).hold_s);
  json.end_object();
  return json.written();
}

}  // namespace luft::contract

// Reads the hub's JSON, leniently: a newer hub may say more, an older one less.
#include "cli/hub_api.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/file.h"

namespace luft::cli {
namespace {

using nlohmann::json;

constexpr int kNotReady = 503;

// A member of an object, or null.
const json& member(const json& object, const char* name) {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::string text(const json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<double> number(const json& value) {
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

std::int64_t whole(const json& value) {
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

std::optional<bool> truth(const json& value) {
  return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

DeviceView device_view(const json& device) {
  DeviceView view;
  view.id = text(member(device, "id"));
  view.room = text(member(device, "room"));
  view.status = text(member(device, "status"));
  view.online = truth(member(device, "online"));
  view.first_seen_ms = whole(member(device, "first_seen_ms"));
  view.last_seen_ms = whole(member(device, "last_seen_ms"));
  for (const auto& [metric, reading] : member(device, "readings").items()) {
    if (const auto value = number(member(reading, "value"))) view.readings[metric] = *value;
  }
  const json& window = member(device, "window");
  view.position_pct = number(member(window, "position"));
  view.is_moving = truth(member(window, "moving")).value_or(false);
  view.cause = text(member(window, "cause"));
  const json& decision = member(device, "decision");
  view.confidence = number(member(decision, "confidence"));
  view.reason = text(member(window, "reason"));
  if (view.reason.empty()) view.reason = text(member(decision, "reason"));
  return view;
}

CountsView counts_view(const json& counts) {
  return {.received = whole(member(counts, "received")),
          .stored = whole(member(counts, "stored")),
          .journaled = whole(member(counts, "journaled")),
          .duplicate = whole(member(counts, "duplicate")),
          .quarantined = whole(member(counts, "quarantined")),
          .dropped = whole(member(counts, "dropped")),
          .lost = whole(member(counts, "lost"))};
}

// The hub says itself what is wrong when it answers with a problem (RFC 9457).
std::unexpected<std::string> not_as_documented(std::string_view what, std::string_view got) {
  constexpr std::size_t kShown = 80;
  const json parsed = json::parse(got, nullptr, /*allow_exceptions=*/false);
  if (const std::string title = text(member(parsed, "title")); !title.empty()) {
    return std::unexpected(fmt::format("{}: {}", title, text(member(parsed, "detail"))));
  }
  return std::unexpected(
      fmt::format("the hub's answer has no {}: {}", what, got.substr(0, kShown)));
}

}  // namespace

std::int64_t SystemView::total(const std::string& name) const {
  const auto found = totals.find(name);
  return found == totals.end() ? 0 : found->second;
}

std::expected<std::vector<DeviceView>, std::string> parse_devices(std::string_view answer) {
  const json parsed = json::parse(answer, nullptr, /*allow_exceptions=*/false);
  const json& devices = member(parsed, "devices");
  if (!devices.is_array()) return not_as_documented("list `devices`", answer);
  std::vector<DeviceView> views;
  for (const auto& device : devices) views.push_back(device_view(device));
  return views;
}

std::expected<SystemView, std::string> parse_system(std::string_view answer) {
  const json parsed = json::parse(answer, nullptr, /*allow_exceptions=*/false);
  const auto ready = truth(member(parsed, "ready"));
  if (!ready) return not_as_documented("`ready`", answer);
  SystemView view;
  view.ready = *ready;
  for (const auto& part : member(parsed, "parts")) {
    view.parts.push_back({.name = text(member(part, "name")),
                          .state = text(member(part, "state")),
                          .detail = text(member(part, "detail"))});
  }
  if (const json& airing = member(parsed, "airing"); truth(member(airing, "paused")) == true) {
    view.pause = PauseView{.since_ms = whole(member(airing, "since_ms")),
                           .until_ms = whole(member(airing, "until_ms")),
                           .by = text(member(airing, "by"))};
  }
  for (const auto& [name, count] : member(parsed, "totals").items()) {
    view.totals[name] = whole(count);
  }
  const json& latency = member(parsed, "latency_ms");
  view.control_p50_ms = number(member(latency, "control_p50")).value_or(0);
  view.control_p99_ms = number(member(latency, "control_p99")).value_or(0);
  const json& backlog = member(parsed, "backlog");
  view.journaled_readings = whole(member(backlog, "journaled_readings"));
  view.journal_bytes = whole(member(backlog, "journal_bytes"));
  return view;
}

std::expected<std::int64_t, std::string> parse_windows_told(std::string_view answer) {
  const json parsed = json::parse(answer, nullptr, /*allow_exceptions=*/false);
  const json& windows = member(parsed, "windows");
  if (!windows.is_number_integer()) return not_as_documented("`windows`", answer);
  return whole(windows);
}

std::expected<BalanceView, std::string> parse_balance(std::string_view answer) {
  const json parsed = json::parse(answer, nullptr, /*allow_exceptions=*/false);
  const auto balanced = truth(member(parsed, "balanced"));
  if (!balanced) return not_as_documented("`balanced`", answer);
  BalanceView view;
  view.balanced = *balanced;
  for (const auto& [id, counts] : member(parsed, "devices").items()) {
    view.devices[id] = counts_view(counts);
  }
  for (const auto& [id, rows] : member(parsed, "stored_twice").items()) {
    view.stored_twice[id] = whole(rows);
  }
  return view;
}

namespace {

// An empty body: GET.
std::expected<HttpAnswer, std::string> send_to_hub(const HubAddress& hub, HttpRequest request) {
  request.base = hub.base;
  if (!hub.password_file.empty()) {
    const auto password = runtime::read_secret_file(hub.password_file);
    if (!password) return std::unexpected("the hub's password: " + password.error());
    request.headers["Authorization"] = "Bearer " + *password;
  }
  return ask(request);
}

}  // namespace

std::expected<HttpAnswer, std::string> get_from_hub(const HubAddress& hub, const std::string& path,
                                                    std::chrono::milliseconds patience) {
  return send_to_hub(hub,
                     {.base = {}, .path = path, .body = {}, .headers = {}, .timeout = patience});
}

std::expected<std::string, std::string> tell_hub(const HubAddress& hub, const std::string& path,
                                                 const std::string& body,
                                                 const std::string& method) {
  const auto answer = send_to_hub(hub, {.base = {},
                                        .path = path,
                                        .body = body,
                                        .headers = {{"Content-Type", "application/json"}},
                                        .timeout = kHubPatience,
                                        .method = method});
  if (!answer) return std::unexpected(answer.error());
  if (answer->is_ok()) return answer->body;
  return std::unexpected(
      fmt::format("{}{} answers {}: {}", hub.base, path, answer->status, answer->body));
}

std::expected<std::string, std::string> ask_hub(const HubAddress& hub, const std::string& path,
                                                std::chrono::milliseconds patience) {
  const auto answer = get_from_hub(hub, path, patience);
  if (!answer) return std::unexpected(answer.error());
  if (answer->is_ok() || answer->status == kNotReady) return answer->body;
  return std::unexpected(
      fmt::format("{}{} answers {}: {}", hub.base, path, answer->status, answer->body));
}

std::expected<std::vector<DeviceView>, std::string> ask_devices(const HubAddress& hub) {
  const auto body = ask_hub(hub, "/api/v1/devices");
  if (!body) return std::unexpected(body.error());
  return parse_devices(*body);
}

std::expected<SystemView, std::string> ask_system(const HubAddress& hub) {
  const auto body = ask_hub(hub, "/api/v1/system");
  if (!body) return std::unexpected(body.error());
  return parse_system(*body);
}

std::expected<BalanceView, std::string> ask_balance(const HubAddress& hub) {
  const auto body = ask_hub(hub, "/api/v1/verify", kBalancePatience);
  if (!body) return std::unexpected(body.error());
  return parse_balance(*body);
}

std::expected<BalanceView, std::string> ask_balance_since(const HubAddress& hub,
                                                          std::int64_t since_ms) {
  const auto body =
      ask_hub(hub, fmt::format("/api/v1/verify?twice_since={}", since_ms), kBalancePatience);
  if (!body) return std::unexpected(body.error());
  return parse_balance(*body);
}

}  // namespace luft::cli

#include "hub/api/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "hub/api/problem.h"
#include "hub/version.h"
#include "runtime/shallow_json.h"

namespace luft::hub::api {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t unix_ms(SystemTime time) {
  return time.time_since_epoch().count();
}

// What is not known is null.
template <class T>
Json maybe(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}
Json maybe_text(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json counts(const Counts& counts, std::uint64_t journaled) {
  return {{"received", counts.received},
          {"stored", counts.stored},
          {"journaled", journaled},
          {"duplicate", counts.duplicate},
          {"quarantined", counts.quarantined},
          {"dropped", counts.dropped},
          {"lost", counts.lost}};
}

Json decision(std::string_view device, const Decision& decision) {
  return {{"request_id", maybe_text(decision.request_id.view())},
          {"device", device},
          {"time_ms", unix_ms(decision.time)},
          {"position", decision.position_pct},
          {"low", maybe(decision.low_pct)},
          {"high", maybe(decision.high_pct)},
          {"confidence", decision.confidence},
          {"reason", maybe_text(decision.reason)},
          {"model", maybe_text(decision.model)},
          {"latency_ms", maybe(decision.latency_ms)},
          {"inputs",
           {{"temp", decision.temp_c},
            {"humidity", decision.humidity_pct},
            {"volume", maybe(decision.volume_dba)}}}};
}

Json decision(const store::PredictionRow& row) {
  return {
      {"request_id", row.request_id},
      {"device", row.device},
      {"time_ms", unix_ms(row.time)},
      {"position", maybe(row.position)},
      {"low", maybe(row.low)},
      {"high", maybe(row.high)},
      {"confidence", maybe(row.confidence)},
      {"reason", maybe_text(row.reason)},
      {"model", maybe_text(row.model)},
      {"latency_ms", maybe(row.latency_ms)},
      {"trigger", maybe_text(row.trigger)},
      {"outcome", maybe_text(row.outcome)},
      {"inputs", {{"temp", row.temp}, {"humidity", row.humidity}, {"volume", maybe(row.volume)}}}};
}

Json readings(const Device& device) {
  Json all = Json::object();
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    const LatestReading& latest = device.readings[static_cast<std::size_t>(metric.metric)];
    if (latest.time == SystemTime{}) continue;
    all[metric.name] = {
        {"value", latest.value}, {"unit", metric.unit}, {"time_ms", unix_ms(latest.time)}};
  }
  return all;
}

Json window(const Window& window) {
  const contract::WindowState& state = window.state;
  Json hold_until = nullptr;
  if (state.hold_s && *state.hold_s > 0) {
    hold_until = unix_ms(window.time + std::chrono::seconds{*state.hold_s});
  }
  return {{"position", state.position_pct},
          {"target", state.target_pct},
          {"moving", state.moving},
          {"cause", contract::name(state.cause)},
          {"reason", state.reason ? maybe_text(state.reason->view()) : Json(nullptr)},
          {"hold_until_ms", hold_until},
          {"request_id", state.request_id ? maybe_text(state.request_id->view()) : Json(nullptr)},
          {"time_ms", unix_ms(window.time)}};
}

Json labels(const Device& device) {
  return device.said ? Json(device.said->labels) : Json::object();
}

// Why the model was asked, or is not. Null: it has no window, or nothing came yet.
Json trigger(const Device& device) {
  if (!device.fired && !device.waiting) return nullptr;
  return {{"fired_ms", device.fired ? Json(unix_ms(device.fired->time)) : Json(nullptr)},
          {"why", device.fired ? Json(device.fired->why) : Json(nullptr)},
          {"waiting", device.waiting ? Json(hub::text(*device.waiting)) : Json(nullptr)},
          {"unanswered", device.unanswered}};
}

// Where they differ from luft.yaml.
Json trigger_settings(const Device& device) {
  Json all = Json::object();
  if (!device.said) return all;
  for (std::size_t i = 0; i < TriggerOverrides::kNames.size(); ++i) {
    const auto& value = device.said->trigger.values[i];
    if (value) all[std::string{TriggerOverrides::kNames[i]}] = *value;
  }
  return all;
}

Json device(const Device& device) {
  const std::string_view id = device.id.view();
  return {{"id", id},
          {"name", device.name()},
          {"room", device.room.empty() ? id : std::string_view{device.room}},
          {"role", device.role == Role::outdoor ? "outdoor" : "indoor"},
          {"online", maybe(device.online)},
          {"status", device.active ? "active" : "inactive"},
          {"labels", labels(device)},
          {"capabilities", device.capabilities()},
          {"contested", device.contested},
          {"wrong_clock", device.wrong_clock},
          {"first_seen_ms", unix_ms(device.first_seen)},
          {"last_seen_ms", unix_ms(device.last_seen)},
          {"has_window", maybe(device.has_window)},
          {"readings", readings(device)},
          {"window", device.window ? window(*device.window) : Json(nullptr)},
          {"decision", device.decision ? decision(id, *device.decision) : Json(nullptr)},
          {"trigger", trigger(device)},
          {"trigger_settings", trigger_settings(device)},
          {"counts", counts(device.counts, device.counts.accepted - device.counts.stored)}};
}

Json devices(const Snapshot& snapshot) {
  Json all = Json::array();
  for (const auto& each : snapshot.devices) {
    if (each->number != kUnknownDevice) all.push_back(device(*each));
  }
  return all;
}

Json parts(const runtime::Health& health) {
  Json all = Json::array();
  for (const runtime::HealthPart& part : health.snapshot()) {
    all.push_back({{"name", part.name},
                   {"state", runtime::name(part.state)},
                   {"detail", part.detail},
                   {"since_ms", unix_ms(part.since)}});
  }
  return all;
}

bool ready(const runtime::Health& health) {
  return health.overall() != runtime::HealthState::down;
}

Json newest_model(const Snapshot& snapshot) {
  const Decision* newest = nullptr;
  for (const auto& each : snapshot.devices) {
    const Decision* candidate = each->decision.get();
    if (candidate != nullptr && (newest == nullptr || candidate->time > newest->time)) {
      newest = candidate;
    }
  }
  return newest == nullptr ? Json(nullptr) : maybe_text(newest->model);
}

Json system(const Sources& sources, const Snapshot& snapshot) {
  const Totals& totals = snapshot.totals;
  const auto up = sources.clock.steady_now() - sources.started;
  return {{"now_ms", unix_ms(sources.clock.system_now())},
          {"ready", ready(sources.health)},
          {"parts", parts(sources.health)},
          {"totals",
           {{"messages", totals.messages},
            {"readings", totals.readings},
            {"requests", totals.requests},
            {"controls", totals.controls},
            {"unanswered", totals.unanswered},
            {"movements", totals.movements},
            {"quarantined", totals.quarantined},
            {"duplicate", totals.duplicate},
            {"dropped", totals.dropped},
            {"let_go", totals.let_go},
            {"refused", totals.refused},
            {"lost", totals.lost},
            {"receipts", sources.journal.receipts.load()},
            {"errors", sources.journal.commit_failures.load()}}},
          {"latency_ms",
           {{"control_p50", snapshot.control_p50_ms}, {"control_p99", snapshot.control_p99_ms}}},
          {"backlog",
           {{"journaled_readings", sources.journal.backlog_readings.load()},
            {"journal_bytes", sources.journal.backlog_bytes.load()}}},
          {"version", kVersion},
          {"model", newest_model(snapshot)},
          {"uptime_s", std::chrono::duration_cast<std::chrono::seconds>(up).count()}};
}

// Device names are ours; topics and reasons in rows may hold any bytes.
std::string text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What the model would have been told: null where that cannot be read.
Json inputs_of(const store::WishRow& row) {
  Json inputs = runtime::parse_shallow_ordered_json(row.request);
  return inputs.is_discarded() ? Json(nullptr) : inputs;
}

std::string step_name(std::chrono::seconds step) {
  using std::chrono::seconds;
  if (step == seconds{0}) return "raw";
  if (step == seconds{600}) return "10m";
  if (step == seconds{3600}) return "1h";
  if (step == seconds{86'400}) return "1d";
  return std::to_string(step.count()) + "s";
}

}  // namespace

std::string to_json(const Problem& problem) {
  return text({{"type", "about:blank"},
               {"title", problem.title},
               {"status", problem.status},
               {"detail", problem.detail}});
}

std::string device_json(const Device& one) {
  return text(device(one));
}

std::optional<DevicePage> page_of(const Snapshot& snapshot, std::string_view after,
                                  std::size_t limit) {
  const auto& all = snapshot.devices;
  auto from = all.begin();
  if (!after.empty()) {
    from = std::ranges::find(all, after, [](const auto& each) { return each->id.view(); });
    if (from == all.end()) return std::nullopt;
    ++from;
  }
  DevicePage page;
  for (; from != all.end(); ++from) {
    if ((*from)->number == kUnknownDevice) continue;
    page.is_last = page.devices.size() < limit;
    if (!page.is_last) break;
    page.devices.push_back(*from);
  }
  return page;
}

std::string devices_json(const DevicePage& page) {
  Json all = Json::array();
  for (const auto& each : page.devices) all.push_back(device(*each));
  return text({{"devices", std::move(all)},
               {"next", page.is_last ? Json(nullptr) : Json(page.devices.back()->id.view())}});
}

std::string system_json(const Sources& sources, const Snapshot& snapshot) {
  return text(system(sources, snapshot));
}

std::string snapshot_json(const Sources& sources, const Snapshot& snapshot) {
  return text({{"devices", devices(snapshot)}, {"system", system(sources, snapshot)}});
}

std::string readiness_json(const runtime::Health& health) {
  return text({{"ready", ready(health)}, {"parts", parts(health)}});
}

std::string balance_json(const Balance& balance) {
  Json devices = Json::object();
  for (const auto& [id, each] : balance.devices) {
    if (each.counts == Counts{}) continue;
    devices[id] = counts(each.counts, each.journaled);
  }
  return text({{"balanced", balance.balanced()},
               {"counted", balance.counted},
               {"devices", std::move(devices)}});
}

std::string series_json(const store::ReadingsQuery& query, const store::ReadingSeries& series,
                        std::string_view unit) {
  Json points = Json::array();
  for (const store::ReadingPoint& point : series.points) {
    if (series.step == std::chrono::seconds{0}) {
      points.push_back({unix_ms(point.time), point.mean});
    } else {
      points.push_back({unix_ms(point.time), point.mean, point.min, point.max, point.count});
    }
  }
  return text({{"device", query.device},
               {"metric", query.metric},
               {"unit", unit},
               {"step", step_name(series.step)},
               {"complete", series.complete},
               {"points", std::move(points)}});
}

std::string example_json(const store::WishRow& row) {
  return text({{"id", row.id},
               {"time_ms", unix_ms(row.time)},
               {"device", row.device},
               {"asked_by", row.asked_by},
               {"position", row.position},
               {"hold_s", row.hold_s},
               {"inputs", inputs_of(row)}});
}

std::string decisions_json(const std::vector<store::PredictionRow>& rows,
                           const std::vector<const Device*>& newest) {
  Json all = Json::array();
  for (const Device* each : newest) {
    const std::string_view id = each->decision->request_id.view();
    const bool there = std::ranges::any_of(
        rows, [id](const store::PredictionRow& row) { return row.request_id == id; });
    if (!there) all.push_back(decision(each->id.view(), *each->decision));
  }
  for (const store::PredictionRow& row : rows) all.push_back(decision(row));
  return text({{"decisions", std::move(all)}});
}

}  // namespace luft::hub::api

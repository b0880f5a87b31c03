// What history holds as the API shows it: readings, decisions, examples.
#include <algorithm>

#include "hub/api/json.h"
#include "hub/api/json_values.h"
#include "runtime/shallow_json.h"

namespace luft::hub::api {
namespace {

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

// Nobody knows them of a control that answers none of our requests.
Json inputs_of(const Decision& decision) {
  if (!decision.temp_c || !decision.humidity_pct) return nullptr;
  return {{"temp", *decision.temp_c},
          {"humidity", *decision.humidity_pct},
          {"volume", maybe(decision.volume_dba)}};
}

}  // namespace

Json decision_value(std::string_view device, const Decision& decision) {
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
          {"inputs", inputs_of(decision)}};
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

std::string movements_json(const std::vector<store::WindowActionRow>& rows, std::size_t limit) {
  Json all = Json::array();
  for (const store::WindowActionRow& row : rows) {
    all.push_back({{"time_ms", unix_ms(row.time)},
                   {"from", row.from_pct},
                   {"to", row.to_pct},
                   {"cause", row.cause},
                   {"reason", maybe_text(row.reason)}});
  }
  const bool may_go_on = !rows.empty() && rows.size() >= limit;
  return text({{"movements", std::move(all)},
               {"next", may_go_on ? Json(unix_ms(rows.back().time)) : Json(nullptr)}});
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
    if (!there) all.push_back(decision_value(each->id.view(), *each->decision));
  }
  for (const store::PredictionRow& row : rows) all.push_back(decision(row));
  return text({{"decisions", std::move(all)}});
}

}  // namespace luft::hub::api

// History over HTTP: readings, decisions and movements.
#include <algorithm>

#include "contract/metric.h"
#include "hub/api/json.h"
#include "hub/api/queries.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"
#include "store/history.h"

namespace luft::hub::api {
namespace {

constexpr std::chrono::hours kDefaultRange{24};
constexpr Limits kLimits{.usual = 50, .max = store::kMaxListed};

// A time that a parameter says; nullopt: it was not given.
std::expected<std::optional<SystemTime>, Problem> time_given(const httplib::Request& request,
                                                             const std::string& name) {
  if (!request.has_param(name)) return std::nullopt;
  const auto time = parse_time(request.get_param_value(name));
  if (time) return time;
  return std::unexpected{bad_request(name + " is Unix milliseconds or ISO 8601 in UTC")};
}

std::expected<store::ReadingsQuery, Problem> readings_query(const httplib::Request& request,
                                                            const Device& device, SystemTime now) {
  const std::string metric = request.get_param_value("metric");
  if (!contract::metric_named(metric)) {
    std::string names;
    for (const auto& each : contract::all_metrics()) names += " " + std::string{each.name};
    return std::unexpected{bad_request("metric is one of:" + names)};
  }
  const auto range = parse_range(given(request, "from"), given(request, "to"), now, kDefaultRange);
  if (!range) return std::unexpected{bad_request(range.error())};
  const auto step = parse_step(request.get_param_value("step"));
  if (!step) return std::unexpected{bad_request(step.error())};
  return store::ReadingsQuery{.device = std::string{device.id.view()},
                              .metric = metric,
                              .from = range->from,
                              .to = range->to,
                              .step = *step};
}

void get_readings(const Sources& sources, Queries& queries, const httplib::Request& request,
                  httplib::Response& response) {
  const auto device = find_device(sources, request.matches[1], response);
  if (!device) return;
  const auto query = readings_query(request, *device, sources.clock.system_now());
  if (!query) return refuse(response, query.error());
  const auto series =
      queries.ask([&](store::History& history) { return history.readings(*query); });
  if (!series) return refuse(response, problem_of(series.error()));
  const auto metric = contract::metric_named(query->metric);
  answer(response, series_json(*query, *series, contract::info(*metric).unit));
}

// The newest decisions that history does not have yet: it learns of one when its outcome is known.
std::vector<const Device*> with_decision(const Snapshot& snapshot, std::string_view device) {
  std::vector<const Device*> found;
  for (const auto& each : snapshot.devices) {
    if (each->decision && (device.empty() || each->id.view() == device))
      found.push_back(each.get());
  }
  std::ranges::sort(found, std::ranges::greater{},
                    [](const Device* each) { return each->decision->time; });
  return found;
}

void get_decisions(const Sources& sources, Queries& queries, const httplib::Request& request,
                   httplib::Response& response) {
  const auto limit = parse_limit(given(request, "limit"), kLimits);
  if (!limit) return refuse(response, bad_request(limit.error()));
  const auto before = time_given(request, "before");
  if (!before) return refuse(response, before.error());
  const std::string device = request.get_param_value("device");
  const auto rows = queries.ask(
      [&](store::History& history) { return history.decisions(device, *limit, *before); });
  if (!rows) return refuse(response, problem_of(rows.error()));
  const auto snapshot = sources.board.newest();
  answer(response, decisions_json(*rows, *before ? std::vector<const Device*>{}
                                                 : with_decision(*snapshot, device)));
}

std::expected<store::MovementsQuery, Problem> movements_query(const httplib::Request& request,
                                                              const Device& device) {
  const auto limit = parse_limit(given(request, "limit"), kLimits);
  if (!limit) return std::unexpected{bad_request(limit.error())};
  const auto from = time_given(request, "from");
  const auto to = time_given(request, "to");
  const auto before = time_given(request, "before");
  for (const auto* each : {&from, &to, &before}) {
    if (!*each) return std::unexpected{each->error()};
  }
  const auto cause = parse_cause(given(request, "cause"));
  if (!cause) return std::unexpected{bad_request(cause.error())};
  store::MovementsQuery query{.device = std::string{device.id.view()},
                              .limit = *limit,
                              .from = *from,
                              .before = *to ? *to : *before};
  if (*to && *before) query.before = std::min(**to, **before);
  if (*cause) query.cause = contract::name(**cause);
  return query;
}

// What the window did, newest first.
void get_movements(const Sources& sources, Queries& queries, const httplib::Request& request,
                   httplib::Response& response) {
  const auto device = find_device(sources, request.matches[1], response);
  if (!device) return;
  const auto query = movements_query(request, *device);
  if (!query) return refuse(response, query.error());
  const auto rows =
      queries.ask([&](store::History& history) { return history.window_actions(*query); });
  if (!rows) return refuse(response, problem_of(rows.error()));
  answer(response, movements_json(*rows, query->limit));
}

}  // namespace

Problem problem_of(const store::ClickHouseError& error) {
  using Kind = store::ClickHouseErrorKind;
  if (error.kind == Kind::bad_request) return bad_request(error.message);
  if (error.kind == Kind::timeout) {
    return {.status = 503,
            .title = "That took too long",
            .detail = "Ask for a shorter range or a longer step. " + error.message};
  }
  return {.status = 503, .title = "The database is away", .detail = error.message};
}

void add_history_routes(Routes& routes, const Sources& sources, Queries& queries) {
  routes.get("/api/v1/devices/{id}/readings",
             [&](const httplib::Request& request, httplib::Response& response) {
               get_readings(sources, queries, request, response);
             });
  routes.get("/api/v1/devices/{id}/movements",
             [&](const httplib::Request& request, httplib::Response& response) {
               get_movements(sources, queries, request, response);
             });
  routes.get("/api/v1/decisions",
             [&](const httplib::Request& request, httplib::Response& response) {
               get_decisions(sources, queries, request, response);
             });
}

}  // namespace luft::hub::api

// The system over HTTP: health, metrics, totals, the balance, and what the API is.
#include "hub/api/json.h"
#include "hub/api/openapi.h"
#include "hub/api/queries.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

// Rows stored twice are looked for only since a time that was named: that reads every row.
void get_verify(const Sources& sources, Queries& queries, const httplib::Request& request,
                httplib::Response& response) {
  std::optional<StoredTwice> stored_twice;
  if (request.has_param("twice_since")) {
    const auto since = parse_time(request.get_param_value("twice_since"));
    if (!since)
      return refuse(response, bad_request("twice_since is Unix milliseconds or ISO 8601"));
    auto found = queries.ask([&](store::History& history) { return history.stored_twice(*since); });
    if (!found) return refuse(response, problem_of(found.error()));
    stored_twice = *std::move(found);
  }
  const auto balance = sources.balance();
  if (balance) return answer(response, balance_json(*balance, stored_twice));
  refuse(response, {.status = 503, .title = "No balance now", .detail = balance.error()});
}

// The database's part may be missing: it is away, or may not be asked.
void get_storage(const Sources& sources, Queries& queries, httplib::Response& response) {
  const auto stored = queries.ask([](store::History& history) { return history.storage(); });
  if (!stored) return refuse(response, problem_of(stored.error()));
  std::error_code error;
  const auto disk = std::filesystem::space(sources.data, error);
  answer(response, storage_json(*stored, error ? std::filesystem::space_info{} : disk));
}

}  // namespace

void add_system_routes(Routes& routes, const Sources& sources, Queries& queries) {
  routes.get("/healthz", [](const httplib::Request&, httplib::Response& response) {
    answer(response, R"({"serving":true})");
  });
  routes.get("/readyz", [&sources](const httplib::Request&, httplib::Response& response) {
    const bool ready = sources.health.overall() != runtime::HealthState::down;
    response.status = ready ? 200 : 503;
    answer(response, readiness_json(sources.health));
  });
  routes.get("/metrics", [&sources](const httplib::Request&, httplib::Response& response) {
    response.set_content(sources.metrics.text(), "text/plain; version=0.0.4");
  });
  routes.get("/api/v1/openapi.json", [](const httplib::Request&, httplib::Response& response) {
    answer(response, std::string{openapi_text()});
  });
  routes.get("/api/v1/system", [&sources](const httplib::Request&, httplib::Response& response) {
    answer(response, system_json(sources, *sources.board.newest()));
  });
  routes.get("/api/v1/storage", [&](const httplib::Request&, httplib::Response& response) {
    get_storage(sources, queries, response);
  });
  routes.get("/api/v1/verify", [&](const httplib::Request& request, httplib::Response& response) {
    get_verify(sources, queries, request, response);
  });
}

}  // namespace luft::hub::api

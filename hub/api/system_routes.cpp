// The system over HTTP: health, metrics, totals, the balance, and what the API is.
#include "hub/api/json.h"
#include "hub/api/openapi.h"
#include "hub/api/routes.h"

namespace luft::hub::api {

void add_system_routes(Routes& routes, const Sources& sources) {
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
  routes.get("/api/v1/verify", [&sources](const httplib::Request&, httplib::Response& response) {
    const auto balance = sources.balance();
    if (balance) return answer(response, balance_json(*balance));
    refuse(response, {.status = 503, .title = "No balance now", .detail = balance.error()});
  });
}

}  // namespace luft::hub::api

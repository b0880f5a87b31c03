// A backup of everything, begun and followed over HTTP.
#include "hub/api/json.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

// It goes on after the answer: how it stands is asked with GET.
void begin(const Sources& sources, const httplib::Request& request, httplib::Response& response) {
  if (const auto wrong = parse_nothing(request.body); !wrong) {
    return refuse(response, bad_request(wrong.error()));
  }
  const auto begun = sources.begin_backup();
  if (!begun) {
    return refuse(response,
                  {.status = 409, .title = "Already being taken", .detail = begun.error()});
  }
  response.status = 202;
  answer(response, backup_json(*begun));
}

}  // namespace

void add_backup_routes(Routes& routes, const Sources& sources) {
  routes.get("/api/v1/backup", [&sources](const httplib::Request&, httplib::Response& response) {
    answer(response, backup_json(sources.backup()));
  });
  routes.post("/api/v1/backup",
              [&sources](const httplib::Request& request, httplib::Response& response) {
                begin(sources, request, response);
              });
}

}  // namespace luft::hub::api

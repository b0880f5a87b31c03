// The models over HTTP: which there are, how good they were, and what people wish about them. A
// wish goes to the deciding service over MQTT; its answer shows in the model's state under the same
// id.
#include <array>

#include "contract/model_command.h"
#include "contract/topics.h"
#include "hub/api/json.h"
#include "hub/api/queries.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"
#include "runtime/uuid.h"

namespace luft::hub::api {
namespace {

using contract::ModelCommand;
using Wish = ModelCommand::Wish;

constexpr std::chrono::hours kDefaultRange{30 * 24};
constexpr std::chrono::hours kHourlyUpTo{3 * 24};

void send(const Sources& sources, const ModelCommand& command, httplib::Response& response) {
  std::array<char, contract::kMaxMessageBytes> buffer;
  const auto topic =
      contract::topic_name({.kind = contract::TopicKind::ml_command, .device = {}, .metric = {}});
  if (!sources.publish(topic.view(), contract::write_model_command(command, buffer))) {
    return refuse(response, {.status = 503,
                             .title = "The broker is away",
                             .detail = "The model was not told. Try again in a moment."});
  }
  response.status = 202;
  answer(response, R"({"id":")" + std::string{command.id.view()} + R"("})");
}

// `{"version":"1.2.0"}`; without a version where `Wish` needs none.
void wish(const Sources& sources, Wish wish, const httplib::Request& request,
          httplib::Response& response) {
  ModelCommand command{.wish = wish, .version = {}, .id = {}};
  const auto id = runtime::UuidMaker{}.make(sources.clock.system_now());
  command.id = decltype(command.id)::cut(id);
  if (wish == Wish::roll_back) {
    if (const auto wrong = parse_nothing(request.body); !wrong) {
      return refuse(response, bad_request(wrong.error()));
    }
    return send(sources, command, response);
  }
  const auto version = parse_version_wish(request.body);
  if (!version) return refuse(response, bad_request(version.error()));
  if (wish == Wish::use && version->empty()) {
    return refuse(response, bad_request("version: say which"));
  }
  command.version = decltype(command.version)::cut(*version);
  send(sources, command, response);
}

void get_quality(const Sources& sources, Queries& queries, const httplib::Request& request,
                 httplib::Response& response) {
  const auto now = sources.clock.system_now();
  const auto range = parse_range(given(request, "from"), given(request, "to"), now, kDefaultRange);
  if (!range) return refuse(response, bad_request(range.error()));
  const std::chrono::seconds step =
      range->to - range->from <= kHourlyUpTo ? std::chrono::hours{1} : std::chrono::hours{24};
  const auto points = queries.ask(
      [&](store::History& history) { return history.quality(range->from, range->to, step); });
  if (!points) return refuse(response, problem_of(points.error()));
  answer(response, quality_json(step, *points));
}

void get_shadows(const Sources& sources, Queries& queries, const httplib::Request& request,
                 httplib::Response& response) {
  const auto now = sources.clock.system_now();
  const auto range = parse_range(given(request, "from"), given(request, "to"), now, kDefaultRange);
  if (!range) return refuse(response, bad_request(range.error()));
  const auto shadows =
      queries.ask([&](store::History& history) { return history.shadows(range->from, range->to); });
  if (!shadows) return refuse(response, problem_of(shadows.error()));
  answer(response, shadows_json(*shadows));
}

}  // namespace

void add_model_routes(Routes& routes, const Sources& sources, Queries& queries) {
  routes.get("/api/v1/model", [&sources](const httplib::Request&, httplib::Response& response) {
    answer(response, model_json(*sources.board.newest()->model));
  });
  routes.get("/api/v1/model/quality",
             [&](const httplib::Request& request, httplib::Response& response) {
               get_quality(sources, queries, request, response);
             });
  routes.get("/api/v1/model/shadow",
             [&](const httplib::Request& request, httplib::Response& response) {
               get_shadows(sources, queries, request, response);
             });
  for (const auto& [path, kind] : {std::pair{"/api/v1/model/use", Wish::use},
                                   std::pair{"/api/v1/model/roll_back", Wish::roll_back},
                                   std::pair{"/api/v1/model/shadow", Wish::shadow}}) {
    routes.post(path,
                [&sources, kind](const httplib::Request& request, httplib::Response& response) {
                  wish(sources, kind, request, response);
                });
  }
}

}  // namespace luft::hub::api

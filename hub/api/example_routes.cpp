// Labelled examples for training: what persons chose by hand, one JSON object a line.
#include <fmt/format.h>

#include <algorithm>

#include "hub/api/json.h"
#include "hub/api/queries.h"
#include "hub/api/query.h"
#include "hub/api/routes.h"

namespace luft::hub::api {
namespace {

constexpr std::size_t kDefaultLimit = 1'000;
constexpr std::size_t kMaxCursor = 64;

bool is_cursor(std::string_view text) {
  return text.size() <= kMaxCursor &&
         text.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

void get_examples(Queries& queries, const httplib::Request& request, httplib::Response& response) {
  const auto limit =
      parse_limit(given(request, "limit"), {.usual = kDefaultLimit, .max = store::kMaxExamples});
  if (!limit) return refuse(response, bad_request(limit.error()));
  const std::string cursor = request.get_param_value("cursor");
  if (!is_cursor(cursor)) {
    return refuse(response, bad_request("cursor is the id of the last example that you have"));
  }
  const auto rows =
      queries.ask([&](store::History& history) { return history.wishes(cursor, *limit); });
  if (!rows) return refuse(response, problem_of(rows.error()));
  std::string lines;
  for (const store::WishRow& row : *rows) lines += example_json(row) + "\n";
  if (rows->size() == *limit) {
    response.set_header("Link", fmt::format("</api/v1/examples?cursor={}&limit={}>; rel=\"next\"",
                                            rows->back().id, *limit));
  }
  response.set_content(lines, "application/x-ndjson");
}

}  // namespace

void add_example_routes(Routes& routes, Queries& queries) {
  routes.get("/api/v1/examples",
             [&queries](const httplib::Request& request, httplib::Response& response) {
               get_examples(queries, request, response);
             });
}

}  // namespace luft::hub::api

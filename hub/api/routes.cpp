#include "hub/api/routes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>

#include "hub/api/openapi.h"
#include "runtime/nearest.h"

namespace luft::hub::api {
namespace {

// "/devices/{id}/readings" -> "/devices/([^/]+)/readings"
std::string pattern_of(const std::string& path) {
  std::string pattern;
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path[at] == '{') {
      pattern += "([^/]+)";
      at = path.find('}', at);
    } else if (path[at] == '.') {
      pattern += "\\.";
    } else {
      pattern += path[at];
    }
  }
  return pattern;
}

const Operation* described(const std::string& method, const std::string& path) {
  const auto& all = documented_operations();
  const auto found = std::ranges::find_if(
      all, [&](const Operation& each) { return each.method == method && each.path == path; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<Problem> wrong_parameter(const httplib::Request& request,
                                       const std::vector<std::string>& known) {
  for (const auto& [name, value] : request.params) {
    if (std::ranges::find(known, name) == known.end()) {
      const auto meant = runtime::nearest(name, known);
      std::string there_are = "; there is none";
      if (!known.empty()) there_are = fmt::format("; there are {}", fmt::join(known, ", "));
      return Problem{
          .status = 400,
          .title = "Unknown parameter",
          .detail = fmt::format("There is no parameter \"{}\" here{}", name.substr(0, 64),
                                meant ? fmt::format("; did you mean {}?", *meant) : there_are)};
    }
    if (request.params.count(name) > 1) {
      return Problem{.status = 400,
                     .title = "Ambiguous parameter",
                     .detail = fmt::format("The parameter {} is there more than once", name)};
    }
  }
  return std::nullopt;
}

}  // namespace

void Routes::get(const std::string& path, Handler handler) {
  server_.Get(pattern_of(path), as_described("GET", path, std::move(handler)));
}
void Routes::post(const std::string& path, Handler handler) {
  server_.Post(pattern_of(path), as_described("POST", path, std::move(handler)));
}
void Routes::put(const std::string& path, Handler handler) {
  server_.Put(pattern_of(path), as_described("PUT", path, std::move(handler)));
}
void Routes::patch(const std::string& path, Handler handler) {
  server_.Patch(pattern_of(path), as_described("PATCH", path, std::move(handler)));
}
void Routes::remove(const std::string& path, Handler handler) {
  server_.Delete(pattern_of(path), as_described("DELETE", path, std::move(handler)));
}

void Routes::assert_complete() const {
  for (const Operation& each : documented_operations()) {
    const bool is_there = added_.contains({each.method, each.path});
    if (!is_there) fmt::print(stderr, "openapi.json: {} {} is not there\n", each.method, each.path);
    assert(is_there);
  }
}

Routes::Handler Routes::as_described(const std::string& method, const std::string& path,
                                     Handler handler) {
  const Operation* operation = described(method, path);
  if (operation == nullptr) fmt::print(stderr, "openapi.json: no {} {}\n", method, path);
  assert(operation != nullptr);
  added_.emplace(method, path);
  return [operation, handler = std::move(handler)](const httplib::Request& request,
                                                   httplib::Response& response) {
    const auto problem = wrong_parameter(request, operation->query);
    if (problem) return refuse(response, *problem);
    handler(request, response);
    const bool is_refusal = response.status >= 400;  // short, and the error handler looks at it
    if (!is_refusal) compress(request, response);
  };
}

}  // namespace luft::hub::api

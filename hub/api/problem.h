// What went wrong with a request, as RFC 9457 says it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace luft::hub::api {

struct Problem {
  int status = 500;
  std::string title;
  std::string detail;  // for people: what and how to put it right
};

inline constexpr std::string_view kProblemType = "application/problem+json";

[[nodiscard]] std::string to_json(const Problem& problem);

[[nodiscard]] inline Problem bad_request(std::string detail) {
  return {.status = 400, .title = "Bad request", .detail = std::move(detail)};
}

}  // namespace luft::hub::api

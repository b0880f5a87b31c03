// The OpenAPI document, api/openapi.json, as the program holds it: what is served as
// /api/v1/openapi.json, and the rule for which routes there are and what they may be asked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace luft::hub::api {

[[nodiscard]] std::string_view openapi_text();

struct Operation {
  std::string method;              // GET, POST, …
  std::string path;                // "/api/v1/devices/{id}/readings"
  std::vector<std::string> query;  // names of its query parameters
};
[[nodiscard]] const std::vector<Operation>& documented_operations();

// The methods that the path of a request, "/api/v1/devices/kitchen", may be asked by; none where
// there is no such path.
[[nodiscard]] std::vector<std::string> methods_of(std::string_view path);

}  // namespace luft::hub::api

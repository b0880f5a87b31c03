#include "hub/api/openapi.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

namespace luft::hub::api {
namespace {

std::vector<Operation> read_operations() {
  std::vector<Operation> operations;
  const auto document = nlohmann::json::parse(openapi_text());
  for (const auto& [path, methods] : document.at("paths").items()) {
    for (const auto& [method, described] : methods.items()) {
      Operation operation{.method = method, .path = path, .query = {}};
      std::ranges::transform(operation.method, operation.method.begin(),
                             [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      for (const auto& parameter : described.value("parameters", nlohmann::json::array())) {
        if (parameter.at("in") == "query") operation.query.push_back(parameter.at("name"));
      }
      operations.push_back(std::move(operation));
    }
  }
  return operations;
}

}  // namespace

const std::vector<Operation>& documented_operations() {
  static const std::vector<Operation> operations = read_operations();
  return operations;
}

}  // namespace luft::hub::api

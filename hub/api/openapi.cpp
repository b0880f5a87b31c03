#include "hub/api/openapi.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <ranges>

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

// Segment by segment; `{…}` in the template stands for any one.
bool is_of(std::string_view path, std::string_view path_template) {
  const auto is_same = [](auto&& segment, auto&& wanted) {
    const std::string_view name(wanted.begin(), wanted.end());
    return name.starts_with('{') ? !std::ranges::empty(segment)
                                 : std::ranges::equal(segment, wanted);
  };
  return std::ranges::equal(path | std::views::split('/'), path_template | std::views::split('/'),
                            is_same);
}

}  // namespace

const std::vector<Operation>& documented_operations() {
  static const std::vector<Operation> operations = read_operations();
  return operations;
}

std::vector<std::string> methods_of(std::string_view path) {
  std::vector<std::string> methods;
  for (const Operation& each : documented_operations()) {
    if (is_of(path, each.path)) methods.push_back(each.method);
  }
  return methods;
}

}  // namespace luft::hub::api

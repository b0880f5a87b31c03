// Checks a JSON value against a schema of an OpenAPI document, for tests: as much of JSON Schema
// 2020-12 as our own document uses. A word that it does not know is a problem, never passed over.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace luft::hub::testing {

// What is wrong, each with its place ("/devices/0/window/cause: …"); empty: the value is as it
// should be. References in `schema` are looked up in `document`.
[[nodiscard]] std::vector<std::string> problems_with(const nlohmann::json& value,
                                                     const nlohmann::json& schema,
                                                     const nlohmann::json& document);

}  // namespace luft::hub::testing

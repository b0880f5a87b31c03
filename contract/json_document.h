// Ownership of a parsed JSON document, for payload types that keep a view into it.
#pragma once

#include <memory>

struct cJSON;

namespace luft::contract {

struct JsonDeleter {
  void operator()(cJSON* document) const;
};
using JsonDocument = std::unique_ptr<cJSON, JsonDeleter>;

}  // namespace luft::contract

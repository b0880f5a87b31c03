#include "runtime/shallow_json.h"

#include <nlohmann/json.hpp>

namespace luft::runtime {
namespace {

template <class Json>
Json parse_shallow(std::string_view text) {
  bool too_deep = false;
  const auto keep = [&too_deep](int depth, typename Json::parse_event_t, const Json&) {
    too_deep = too_deep || depth > kMaxJsonNesting;
    return !too_deep;  // what is below is read over, and kept nowhere
  };
  Json parsed = Json::parse(text, keep, /*allow_exceptions=*/false);
  return too_deep ? Json(Json::value_t::discarded) : parsed;
}

}  // namespace

nlohmann::json parse_shallow_json(std::string_view text) {
  return parse_shallow<nlohmann::json>(text);
}

nlohmann::ordered_json parse_shallow_ordered_json(std::string_view text) {
  return parse_shallow<nlohmann::ordered_json>(text);
}

}  // namespace luft::runtime

// How values stand in the API's answers: what its JSON is put together from. Only .cpp files of
// api/ include this: the JSON library is heavy.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "hub/intake/device.h"
#include "hub/intake/model_news.h"

namespace luft::hub::api {

using Json = nlohmann::ordered_json;

inline std::int64_t unix_ms(SystemTime time) {
  return time.time_since_epoch().count();
}

// What is not known is null.
template <class T>
Json maybe(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}
inline Json maybe_text(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

// Device names are ours; topics and reasons in rows may hold any bytes.
inline std::string text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

[[nodiscard]] Json counts_value(const Counts& counts, std::uint64_t journaled);
[[nodiscard]] Json decision_value(std::string_view device, const Decision& decision);
// The version that decides, as it names itself; null: not known.
[[nodiscard]] Json model_in_force(const ModelNews& news);
[[nodiscard]] Json model_value(const ModelNews& news);
[[nodiscard]] Json device_value(const Device& device);

}  // namespace luft::hub::api

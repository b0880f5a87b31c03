#include "ml/learning/wish.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "contract/device_id.h"
#include "contract/limits.h"
#include "runtime/shallow_json.h"
#include "runtime/whole_number.h"

namespace luft::ml {
namespace {

using nlohmann::json;

std::optional<Wish> read_wish(const json& line) {
  if (!line.is_object()) return std::nullopt;
  try {
    const json& position = line.at("position");
    if (!position.is_number() || !line.at("inputs").is_object()) return std::nullopt;
    const auto room = contract::parse_inference_request(line.at("inputs").dump());
    if (!room) return std::nullopt;
    Wish wish{.id = line.at("id").get<std::string>(),
              .device = line.at("device").get<std::string>(),
              .time_ms = runtime::whole_number<std::uint64_t>(line.at("time_ms")),
              .position_pct = position.get<double>(),
              .room = *room};
    const bool possible = wish.position_pct >= 0 && wish.position_pct <= 100 &&
                          contract::parse_device_id(wish.device).has_value();
    return possible ? std::optional(std::move(wish)) : std::nullopt;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::string id_of(const json& line) {
  if (!line.is_object()) return {};
  const auto id = line.find("id");
  return id != line.end() && id->is_string() ? id->get<std::string>() : std::string();
}

}  // namespace

Wishes read_wishes(std::string_view ndjson) {
  Wishes all;
  while (!ndjson.empty()) {
    const auto end = std::min(ndjson.find('\n'), ndjson.size());
    const auto text = ndjson.substr(0, end);
    ndjson.remove_prefix(std::min(end + 1, ndjson.size()));
    if (text.empty()) continue;
    const json line = runtime::parse_shallow_json(text);
    if (std::string id = id_of(line); !id.empty()) all.last_id = std::move(id);
    if (auto wish = read_wish(line)) {
      all.wishes.push_back(std::move(*wish));
    } else {
      ++all.passed_over;
    }
  }
  return all;
}

std::string write_wishes(const std::vector<Wish>& wishes) {
  std::string text;
  std::array<char, contract::kMaxMessageBytes> buffer{};
  for (const auto& wish : wishes) {
    text +=
        nlohmann::ordered_json{
            {"id", wish.id},
            {"time_ms", wish.time_ms},
            {"device", wish.device},
            {"position", wish.position_pct},
            {"inputs",
             nlohmann::ordered_json::parse(contract::write_inference_request(wish.room, buffer))}}
            .dump() +
        "\n";
  }
  return text;
}

}  // namespace luft::ml

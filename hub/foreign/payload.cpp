#include "hub/foreign/payload.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace luft::hub {
namespace {

using nlohmann::json;

std::expected<double, NoNumber> number_of(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || !std::isfinite(number)) {
    return std::unexpected{NoNumber::not_number};
  }
  return number;
}

// Null: nothing is there. An index beyond any list is said by throwing only.
const json* find(const json& document, const std::string& pointer) {
  try {
    const json::json_pointer place{pointer};
    return document.contains(place) ? &document.at(place) : nullptr;
  } catch (const json::exception&) {
    return nullptr;
  }
}

}  // namespace

struct ForeignPayload::Parsed {
  bool empty = false;
  json document;  // discarded: not JSON
};

ForeignPayload::ForeignPayload(std::string_view bytes) : parsed_{std::make_unique<Parsed>()} {
  parsed_->empty = bytes.empty();
  parsed_->document = bytes.size() > kMaxBytes ? json(json::value_t::discarded)
                                               : json::parse(bytes, nullptr, false);
}

ForeignPayload::~ForeignPayload() = default;

std::expected<double, NoNumber> ForeignPayload::number_at(const std::string& pointer) const {
  if (parsed_->empty) return std::unexpected{NoNumber::absent};
  if (parsed_->document.is_discarded()) return std::unexpected{NoNumber::not_number};
  const json* const found = find(parsed_->document, pointer);
  if (found == nullptr) return std::unexpected{NoNumber::absent};
  const json& value = *found;
  if (value.is_null()) return std::unexpected{NoNumber::absent};
  if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
  if (value.is_string()) return number_of(value.get_ref<const std::string&>());
  if (!value.is_number()) return std::unexpected{NoNumber::not_number};
  const auto number = value.get<double>();
  if (!std::isfinite(number)) return std::unexpected{NoNumber::not_number};
  return number;
}

}  // namespace luft::hub

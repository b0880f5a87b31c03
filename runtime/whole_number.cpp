#include "runtime/whole_number.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

namespace luft::runtime {
namespace {

template <typename Whole>
bool fits(const nlohmann::json& value) {
  if (value.is_number_unsigned()) return std::in_range<Whole>(value.get<std::uint64_t>());
  return value.is_number_integer() && std::in_range<Whole>(value.get<std::int64_t>());
}

}  // namespace

template <typename Whole>
Whole whole_number(const nlohmann::json& value) {
  if (fits<Whole>(value)) return value.get<Whole>();
  throw nlohmann::json::type_error::create(302, "is no whole number that fits here", &value);
}

template int whole_number(const nlohmann::json& value);
template std::int64_t whole_number(const nlohmann::json& value);
template std::uint64_t whole_number(const nlohmann::json& value);

}  // namespace luft::runtime

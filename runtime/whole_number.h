// Whole numbers in JSON from outside. The library casts a number to whatever type is asked for; for
// one beyond that type (6e65 as an int) that is undefined.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace luft::runtime {

// `value` as an int, std::int64_t or std::uint64_t. Throws nlohmann's type_error, as get() does for
// a text, where it is no whole number or beyond the type.
template <typename Whole>
[[nodiscard]] Whole whole_number(const nlohmann::json& value);

}  // namespace luft::runtime

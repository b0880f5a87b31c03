// Numbers of the wire: the JSON grammar held strictly, in the shortest form that reads back equal.
// By the C library on device and host alike: std::to_chars(double) brings more tables into a
// firmware than the rest of this folder takes. Assumes the "C" locale, which no program of ours
// leaves.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace luft::contract {

inline constexpr std::size_t kMaxNumberLength = 63;  // as much as cJSON 1.7.15 reads

// Length of the JSON number that `text` starts with; 0 when it starts with none, or with a longer
// one than kMaxNumberLength.
[[nodiscard]] std::size_t number_length(std::string_view text);

// The value of a whole JSON number; infinite when a double cannot hold it, empty when it is none.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

// `text` without the white space of JSON around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// Holds any double in text.
using NumberBuffer = char[32];

// `value` must be finite. The result lives in `buffer`.
[[nodiscard]] std::string_view format_number(double value, NumberBuffer& buffer);

}  // namespace luft::contract

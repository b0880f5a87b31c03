// Finds what a person probably meant when they typed a name that is not there.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace luft::cli {

// The edits (insert, remove, replace, swap neighbours) that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The name nearest to `typed`, or nothing when none is within a third of its length.
std::optional<std::string> nearest(std::string_view typed, std::span<const std::string> names);

}  // namespace luft::cli

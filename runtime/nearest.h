// "Did you mean …?": the known word that is nearest to a mistyped one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace luft::runtime {

// By edit distance; nullopt when nothing is near (more than a third of the letters differ).
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string> known);

}  // namespace luft::runtime

// Which bytes are UTF-8: text that is not would break every JSON writer and page downstream.
#pragma once

#include <cstddef>
#include <string_view>

namespace luft::contract {

// Length of the character that `text` starts with; 0 when it starts with none (overlong forms,
// surrogates and code points beyond U+10FFFF are none; RFC 3629).
[[nodiscard]] std::size_t utf8_length(std::string_view text);

}  // namespace luft::contract

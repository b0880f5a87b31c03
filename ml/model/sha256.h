// SHA-256 of bytes, as 64 hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace luft::ml {

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace luft::ml

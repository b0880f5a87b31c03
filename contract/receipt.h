// `device/{id}/receipt`: the hub has everything of this boot up to `through` safely on disk.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "contract/parse_error.h"

namespace luft::contract {

struct Receipt {
  std::uint64_t boot = 0;
  std::uint64_t through = 0;  // contiguous: every seq <= through is safe (or counted as lost)
  std::uint64_t seen = 0;     // highest seq that arrived, >= through

  friend bool operator==(const Receipt&, const Receipt&) = default;
};

[[nodiscard]] std::expected<Receipt, ParseError> parse_receipt(std::string_view payload);
[[nodiscard]] std::string_view write_receipt(const Receipt& receipt, std::span<char> buffer);

}  // namespace luft::contract

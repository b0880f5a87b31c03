// Which columns of a survey file mean what.
#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ml/behaviour/vote.h"

namespace luft::ml {

struct VoteColumns {
  std::size_t count = 0;                                          // cells of a row
  std::size_t label = 0;                                          // 1: open, 0: closed
  std::optional<std::size_t> city;                                // or what stands for one
  std::optional<std::size_t> is_scored;                           // 0: leave the row out
  std::array<std::vector<std::size_t>, kQuantityCount> measured;  // first one with a value counts

  [[nodiscard]] bool holds(Quantity quantity) const {
    return !measured[static_cast<std::size_t>(quantity)].empty();
  }
};

// Names count whatever their case; unknown ones are ignored. The error says which column is missing
// and under which names it would be found: the label and the indoor temperature are needed.
[[nodiscard]] std::expected<VoteColumns, std::string> read_vote_header(std::string_view line);

// The cells of a row; quotes around a cell (RFC 4180) are taken off.
[[nodiscard]] std::vector<std::string> split_cells(std::string_view line);

}  // namespace luft::ml

// Survey files: CSV with a header, plain or gzip, one row an observation of a window.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "ml/behaviour/vote.h"

namespace luft::ml {

// Adds the rows of a file (vote_columns.h knows its columns) to `votes`. A city is known by its
// name; without such a column, a file is a city. An empty cell (or NA) is a missing quantity, and
// so is one beyond what can be (-60..60 °C, 0..100 %); a row without a label is left out.
// The error names file and line: a label that is neither 0 nor 1, a cell that is no number, a row
// with another number of cells than the header.
[[nodiscard]] std::expected<void, std::string> read_vote_file(const std::string& path,
                                                              Votes& votes);

// The same, of a text. `name` stands for the file in errors.
[[nodiscard]] std::expected<void, std::string> read_votes(std::string_view text,
                                                          std::string_view name, Votes& votes);

}  // namespace luft::ml

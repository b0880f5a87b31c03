// The tastes on disk, `tastes.json` beside the models, and as people are told of them.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "ml/learning/increment.h"

namespace luft::ml {

[[nodiscard]] std::string write_tastes(const TasteBook& book);

// Refuses another format, a hash that does not fit, a device that is none, and a number that is not
// finite or beyond what fitting gives; the error says which.
[[nodiscard]] std::expected<TasteBook, std::string> read_tastes(std::string_view text);

// Of a file; the error names it. A file that is not there is an empty book.
[[nodiscard]] std::expected<TasteBook, std::string> load_tastes(const std::string& file);

// `summary`, the JSON object that tells of the model (`ml/model`), with the tastes that it decides
// by, as many as the topic has room for: `"tastes":[{"device":…,"wishes":…,"since_ms":…,…}]`, each
// with the numbers of ml/taste.h that are not zero, to two digits. None: as it was.
[[nodiscard]] std::string with_tastes(const std::string& summary, const TasteBook& book);

}  // namespace luft::ml

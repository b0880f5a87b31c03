// What is known about a model besides its weights, as JSON: `model.json` of an artifact.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "ml/model/model.h"

namespace luft::ml {

// Everything of `model` but its weights, with the weights' hash.
[[nodiscard]] std::string write_metadata(const Model& model, std::string_view weights_sha256);

struct Metadata {
  Model model;  // without weights
  std::string weights_sha256;
};

// Refuses another format, feature schema or set of positions, and whatever is missing or not
// finite; the error names the member.
[[nodiscard]] std::expected<Metadata, std::string> read_metadata(std::string_view text);

// The retained `ml/model` message: version, schema and measured quality.
[[nodiscard]] std::string summary(const Model& model);

}  // namespace luft::ml

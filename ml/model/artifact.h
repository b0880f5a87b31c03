// A model on disk: a folder with `weights.safetensors` and `model.json`.
//
// A folder appears or is replaced whole, and what is loaded was checked whole: the hash of the
// weights, the format, the feature schema, the shapes, that all numbers are finite, and that the
// model still says what it said when it was made. Anything else is refused with the reason.
#pragma once

#include <expected>
#include <string>

#include "ml/model/model.h"

namespace luft::ml {

// Makes or replaces `folder`. Fills in `model.golden` first, from requests of its own.
[[nodiscard]] std::expected<void, std::string> save_model(Model model, const std::string& folder);

// The error names the folder or file, what is wrong, and what to do.
[[nodiscard]] std::expected<Model, std::string> load_model(const std::string& folder);

}  // namespace luft::ml

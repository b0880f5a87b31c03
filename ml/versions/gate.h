// The last look at a model before it decides anything: beyond being whole (load_model), it must
// answer every request it may get, with finite numbers, in time.
#pragma once

#include <chrono>
#include <expected>
#include <string>

#include "ml/model/model.h"

namespace luft::ml {

// A decision is promised within a millisecond; beyond this much it is no machine's hiccup.
inline constexpr std::chrono::milliseconds kSlowestDecision{50};

// The error says what it did wrong. Takes some milliseconds.
[[nodiscard]] std::expected<void, std::string> check_model(const Model& model);

// load_model() and check_model().
[[nodiscard]] std::expected<Model, std::string> load_checked_model(const std::string& folder);

}  // namespace luft::ml

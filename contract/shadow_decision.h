// `ml/shadow/{id}`: what a model in the shadow would have done with one window, beside what the one
// in force said and where the window stood. It moves nothing; the hub keeps it for comparison.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/inference.h"

namespace luft::contract {

struct ShadowDecision {
  Text<kMaxModelNameLength> model{};  // the one in the shadow: "luft-1.3.0"
  double position_pct = 0;            // where it would have put the window
  double confidence = 0;              // 0..1
  double in_force_pct = 0;            // where the model in force put it, asked the same
  std::optional<double> stood_pct{};  // where the window stood when both were asked
  std::optional<RequestId> request_id{};

  friend bool operator==(const ShadowDecision&, const ShadowDecision&) = default;
};

// Members: `model`, `position`, `confidence`, `in_force`, `stood`, `request_id`.
[[nodiscard]] std::expected<ShadowDecision, ParseError> parse_shadow_decision(
    std::string_view payload);

// `buffer`: at least kMaxMessageBytes.
[[nodiscard]] std::string_view write_shadow_decision(const ShadowDecision& decision,
                                                     std::span<char> buffer);

}  // namespace luft::contract

// `window/{id}/control`: the model's decision for one window.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/inference.h"

namespace luft::contract {

// What `confidence`, `low` and `high` mean: docs/confidence.md.
struct WindowControl {
  double position_pct = 0;  // 0 closed .. 100 fully open; absolute, so a duplicate is harmless
  double confidence = 0;    // 0..1
  std::optional<RequestId> request_id{};
  std::optional<ReadingRef> as_of{};
  std::optional<Text<kMaxModelNameLength>> model{};
  std::optional<double> low_pct{};  // low <= position <= high
  std::optional<double> high_pct{};
  std::optional<Text<kMaxReasonLength>> reason{};

  friend bool operator==(const WindowControl&, const WindowControl&) = default;
};

// Members: `position`, `confidence`, `request_id`, `as_of`, `model`, `low`, `high`, `reason`.
[[nodiscard]] std::expected<WindowControl, ParseError> parse_window_control(
    std::string_view payload);

// `buffer`: at least kMaxMessageBytes.
[[nodiscard]] std::string_view write_window_control(const WindowControl& control,
                                                    std::span<char> buffer);

}  // namespace luft::contract

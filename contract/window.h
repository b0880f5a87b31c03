// `window/{id}/set` (a person's hand) and `window/{id}/state` (what the window does, and why).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "contract/inference.h"

namespace luft::contract {

// How it is with all windows of a house.
enum class Airing : std::uint8_t {
  on,      // Luft moves them
  paused,  // all stay where they are; their guards protect
};

struct SetPosition {
  double position_pct = 0;
  std::uint32_t hold_s = kDefaultHoldSeconds;
  friend bool operator==(const SetPosition&, const SetPosition&) = default;
};
struct StopMoving {
  friend bool operator==(const StopMoving&, const StopMoving&) = default;
};
struct ReleaseHold {
  friend bool operator==(const ReleaseHold&, const ReleaseHold&) = default;
};

// A person's wish: `{"position":…,"hold_s":…}`, a bare number, OPEN (100), CLOSE (0), STOP, AUTO.
using WindowSet = std::variant<SetPosition, StopMoving, ReleaseHold>;

[[nodiscard]] std::expected<WindowSet, ParseError> parse_window_set(std::string_view payload);
[[nodiscard]] std::string_view write_window_set(const WindowSet& set, std::span<char> buffer);

enum class MoveCause : std::uint8_t { control, person, guard, calibration };

[[nodiscard]] std::string_view name(MoveCause cause);

// What is wrong with a motor, as a word for programs: limit_not_found, stopped_short and
// did_not_move are ours; other devices have words of their own.
using FaultWord = Text<kMaxFaultLength>;

struct WindowState {
  double position_pct = 0;
  double target_pct = 0;
  bool moving = false;
  MoveCause cause{};
  std::optional<RequestId> request_id{};  // of the decision it follows
  std::optional<std::uint32_t> hold_s{};  // what remains of a person's hold
  std::optional<Text<kMaxReasonLength>> reason{};
  std::optional<FaultWord> fault{};  // until the next movement that arrives

  friend bool operator==(const WindowState&, const WindowState&) = default;
};

[[nodiscard]] std::expected<WindowState, ParseError> parse_window_state(std::string_view payload);
[[nodiscard]] std::string_view write_window_state(const WindowState& state, std::span<char> buffer);

}  // namespace luft::contract

// Reads what stands in a URL or a request's body. Pure; errors are for people.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "contract/window.h"
#include "hub/moment.h"

namespace luft::hub::api {

// Unix milliseconds, or ISO 8601 in UTC: 2026-03-01, 2026-03-01T10:00Z, 2026-03-01T10:00:00.123Z.
[[nodiscard]] std::optional<SystemTime> parse_time(std::string_view text);

// `auto` (empty inside), `raw` (0), `10m`, `1h`, `1d`.
[[nodiscard]] std::expected<std::optional<std::chrono::seconds>, std::string> parse_step(
    std::string_view text);

// A whole number from 1 to `max`.
[[nodiscard]] std::optional<std::size_t> parse_limit(std::string_view text, std::size_t max);

// {"hold_s":3600}, {} for the usual time.
[[nodiscard]] std::expected<std::uint32_t, std::string> parse_hold(std::string_view body);

// {}: where there is nothing to say.
[[nodiscard]] std::expected<void, std::string> parse_nothing(std::string_view body);

// {"paused":true}
[[nodiscard]] std::expected<bool, std::string> parse_pause(std::string_view body);

// {"version":"1.2.0"}; empty for null: none.
[[nodiscard]] std::expected<std::string, std::string> parse_version_wish(std::string_view body);

// {"position":50,"hold_s":3600}
[[nodiscard]] std::expected<contract::SetPosition, std::string> parse_window_wish(
    std::string_view body);

}  // namespace luft::hub::api

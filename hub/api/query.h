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

// A parameter of a URL as it came, maybe empty; nullopt: it was not given.
using Given = std::optional<std::string>;

struct TimeRange {
  SystemTime from;
  SystemTime to;  // itself not in it
};
// Without `from`, the range begins `usual` before now; without `to`, it ends now.
[[nodiscard]] std::expected<TimeRange, std::string> parse_range(const Given& from, const Given& to,
                                                                SystemTime now,
                                                                std::chrono::hours usual);

struct Limits {
  std::size_t usual = 0;  // when none is given
  std::size_t max = 0;
};
// A whole number from 1 to `max`.
[[nodiscard]] std::expected<std::size_t, std::string> parse_limit(const Given& text, Limits limits);

// `control`, `person`, `guard`, `calibration`; not given: nullopt, any.
[[nodiscard]] std::expected<std::optional<contract::MoveCause>, std::string> parse_cause(
    const Given& text);

// {"hold_s":3600}, {} for the usual time.
[[nodiscard]] std::expected<std::uint32_t, std::string> parse_hold(std::string_view body);

// {}: where there is nothing to say.
[[nodiscard]] std::expected<void, std::string> parse_nothing(std::string_view body);

// {"paused":true}
[[nodiscard]] std::expected<contract::Airing, std::string> parse_pause(std::string_view body);

// {"version":"1.2.0"}; empty for null: none.
[[nodiscard]] std::expected<std::string, std::string> parse_version_wish(std::string_view body);

// {"position":50,"hold_s":3600}
[[nodiscard]] std::expected<contract::SetPosition, std::string> parse_window_wish(
    std::string_view body);

}  // namespace luft::hub::api

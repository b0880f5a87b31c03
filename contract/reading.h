// `sensor/{id}/{metric}`: one measured value, bare (`21.4`) or identified (delivered exactly once).
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/metric.h"
#include "contract/parse_error.h"

namespace luft::contract {

// Names one reading of a device: `[boot, seq]`. `boot` = r * 2^20 + start count, r random; `seq`
// counts all readings of that boot over all metrics, from 1. Ordered within one boot only.
struct ReadingRef {
  std::uint64_t boot = 0;
  std::uint64_t seq = 0;

  friend bool operator==(const ReadingRef&, const ReadingRef&) = default;
};

struct Identity {
  ReadingRef ref{};
  std::uint64_t up_ms = 0;                 // uptime when sampled
  std::uint64_t now_ms = 0;                // uptime when sent, >= up_ms
  ReadingRef oldest{};                     // the oldest reading that the device still holds
  std::optional<std::uint64_t> time_ms{};  // Unix time when sampled, if the device's clock is set

  friend bool operator==(const Identity&, const Identity&) = default;
};

struct Reading {
  double value = 0;  // in the metric's unit, within its range
  std::optional<Identity> identity{};

  friend bool operator==(const Reading&, const Reading&) = default;
};

// Accepts `21.4`, `{"value":21.4}` and the identified form. Members of an identity come all or none
// (`oldest` and `time_ms` are optional; without `oldest` it is the reading itself).
[[nodiscard]] std::expected<Reading, ParseError> parse_reading(Metric metric,
                                                               std::string_view payload);

// The identity of a reading whose value was refused, so that it can be receipted all the same.
[[nodiscard]] std::expected<Identity, ParseError> parse_reading_identity(std::string_view payload);

// Writes into `buffer` (at least kMaxReadingBytes) and returns the written part.
[[nodiscard]] std::string_view write_reading(const Reading& reading, std::span<char> buffer);

}  // namespace luft::contract

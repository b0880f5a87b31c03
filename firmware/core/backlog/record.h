// What lies in the outbox partition, byte by byte. Pure; any bytes may be handed in.
//
// A sector has 256 slots of 16 bytes, written in order. The first is its header; the others are
// records, each with a checksum, so that a write cut short is seen and skipped. Little-endian.
//
//            0      1..4      5..9        10..13           14..15
//   reading  kind*  seq       up_ms       value in 1/100   CRC-16
//            0      1..8                  9..12            14..15
//   boot     kind   boot                  zeros            CRC-16   whose readings follow
//   clock    kind   Unix ms of uptime 0   zeros            CRC-16   of readings with a clock
//   release  kind   boot                  through (seq)    CRC-16   what no longer counts
//   header   kind   sequence, erasures                     CRC-16   of this sector
//   * kind in the lower four bits, metric in the upper four; 0xFF is never a kind
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>

#include "contract/metric.h"

namespace luft::firmware {

inline constexpr std::size_t kSlotBytes = 16;
using Slot = std::array<std::uint8_t, kSlotBytes>;

namespace record {

enum class Clock : std::uint8_t { unset, set };

struct Reading {
  std::uint32_t seq = 0;
  std::uint64_t up_ms = 0;  // below 2^40: 34 years
  std::int32_t centi_value = 0;
  contract::Metric metric{};
  Clock clock = Clock::unset;

  friend bool operator==(const Reading&, const Reading&) = default;
};
struct BootMark {
  std::uint64_t boot = 0;
  friend bool operator==(const BootMark&, const BootMark&) = default;
};
struct ClockMark {
  std::int64_t start_unix_ms = 0;
  friend bool operator==(const ClockMark&, const ClockMark&) = default;
};
struct Release {
  std::uint64_t boot = 0;
  std::uint32_t through = 0;
  friend bool operator==(const Release&, const Release&) = default;
};
struct SectorHeader {
  std::uint32_t sequence = 0;  // grows by one with every sector that is begun
  std::uint32_t erasures = 0;
  friend bool operator==(const SectorHeader&, const SectorHeader&) = default;
};

using Any = std::variant<Reading, BootMark, ClockMark, Release, SectorHeader>;

}  // namespace record

[[nodiscard]] Slot write_record(const record::Any& any);
// Empty: never written, written in part, or worn.
[[nodiscard]] std::optional<record::Any> read_record(const Slot& slot);
// Whether nothing was ever written to it since its sector was erased.
[[nodiscard]] bool is_blank(const Slot& slot);

}  // namespace luft::firmware

#include "firmware/core/backlog/record.h"

namespace luft::firmware {
namespace {

using namespace record;

// Values are part of the format: an old one is never given to something else.
enum class Kind : std::uint8_t {
  reading = 1,
  reading_with_clock = 2,
  boot_mark = 3,
  clock_mark = 4,
  release = 5,
  sector_header = 6,  // version 1 of the format
};

constexpr std::size_t kChecksumAt = 14;
constexpr Slot kBlank = [] {
  Slot slot{};
  slot.fill(0xFF);
  return slot;
}();

// CRC-16/CCITT-FALSE (polynomial 0x1021, from 0xFFFF): any error of up to 3 bits, any burst of 16.
// The polynomial has so few terms that a byte is divided at once, without a table.
std::uint16_t checksum(std::span<const std::uint8_t> bytes) {
  unsigned crc = 0xFFFF;
  for (const std::uint8_t byte : bytes) {
    unsigned quotient = (crc >> 8U ^ byte) & 0xFFU;
    quotient ^= quotient >> 4U;
    crc = (crc << 8U ^ quotient << 12U ^ quotient << 5U ^ quotient) & 0xFFFFU;
  }
  return static_cast<std::uint16_t>(crc);
}

void put(Slot& slot, std::size_t at, std::size_t count, std::uint64_t value) {
  for (std::size_t i = 0; i < count; ++i) {
    slot[at + i] = static_cast<std::uint8_t>(value >> 8 * i & 0xFF);
  }
}

std::uint64_t get(const Slot& slot, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value |= std::uint64_t{slot[at + i]} << 8 * i;
  return value;
}

std::uint8_t first_byte(Kind kind, unsigned metric = 0) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(kind) | metric << 4);
}

void fill(Slot& slot, const Reading& reading) {
  const Kind kind = reading.clock == Clock::set ? Kind::reading_with_clock : Kind::reading;
  slot[0] = first_byte(kind, static_cast<unsigned>(reading.metric));
  put(slot, 1, 4, reading.seq);
  put(slot, 5, 5, reading.up_ms);
  put(slot, 10, 4, static_cast<std::uint32_t>(reading.centi_value));
}
void fill(Slot& slot, const BootMark& mark) {
  slot[0] = first_byte(Kind::boot_mark);
  put(slot, 1, 8, mark.boot);
}
void fill(Slot& slot, const ClockMark& mark) {
  slot[0] = first_byte(Kind::clock_mark);
  put(slot, 1, 8, static_cast<std::uint64_t>(mark.start_unix_ms));
}
void fill(Slot& slot, const Release& release) {
  slot[0] = first_byte(Kind::release);
  put(slot, 1, 8, release.boot);
  put(slot, 9, 4, release.through);
}
void fill(Slot& slot, const SectorHeader& header) {
  slot[0] = first_byte(Kind::sector_header);
  put(slot, 1, 4, header.sequence);
  put(slot, 5, 4, header.erasures);
}

std::optional<record::Any> read_reading(const Slot& slot, Clock clock) {
  const unsigned metric = slot[0] >> 4U;
  if (metric >= contract::kMetricCount) return std::nullopt;
  return Reading{.seq = static_cast<std::uint32_t>(get(slot, 1, 4)),
                 .up_ms = get(slot, 5, 5),
                 .centi_value = static_cast<std::int32_t>(get(slot, 10, 4)),
                 .metric = static_cast<contract::Metric>(metric),
                 .clock = clock};
}

}  // namespace

Slot write_record(const record::Any& any) {
  Slot slot{};
  std::visit([&](const auto& one) { fill(slot, one); }, any);
  put(slot, kChecksumAt, 2, checksum(std::span{slot}.first(kChecksumAt)));
  return slot;
}

std::optional<record::Any> read_record(const Slot& slot) {
  if (get(slot, kChecksumAt, 2) != checksum(std::span{slot}.first(kChecksumAt))) {
    return std::nullopt;
  }
  switch (static_cast<Kind>(slot[0] & 0x0F)) {
    case Kind::reading:
      return read_reading(slot, Clock::unset);
    case Kind::reading_with_clock:
      return read_reading(slot, Clock::set);
    case Kind::boot_mark:
      return BootMark{.boot = get(slot, 1, 8)};
    case Kind::clock_mark:
      return ClockMark{.start_unix_ms = static_cast<std::int64_t>(get(slot, 1, 8))};
    case Kind::release:
      return Release{.boot = get(slot, 1, 8),
                     .through = static_cast<std::uint32_t>(get(slot, 9, 4))};
    case Kind::sector_header:
      return SectorHeader{.sequence = static_cast<std::uint32_t>(get(slot, 1, 4)),
                          .erasures = static_cast<std::uint32_t>(get(slot, 5, 4))};
  }
  return std::nullopt;
}

bool is_blank(const Slot& slot) {
  return slot == kBlank;
}

}  // namespace luft::firmware

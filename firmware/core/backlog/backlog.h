// Readings that wait for their receipt on flash: what the RAM does not hold, and what must survive
// a power cut. The oldest come first, and leave because they were receipted or because there was no
// room, which is counted.
//
// Invariants: once add() has said yes, the reading is there after any power cut, until it is
// released or dropped; order is kept; nothing is there that was not added. A release may be
// forgotten by a cut: then readings are sent twice, which the hub sorts out.
//
// Wear: a sector is erased once in about 250 readings. Offline for ever, with five metrics a
// minute, each of 32 sectors is erased some 330 times a year, of 100,000 that it lasts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "contract/batch.h"
#include "firmware/core/backlog/sector_ring.h"
#include "firmware/core/ports.h"

namespace luft::firmware {

struct BacklogCounters {
  std::uint64_t added = 0;
  std::uint64_t released = 0;
  std::uint64_t dropped_full = 0;  // the oldest, for newer ones
  std::uint64_t refused = 0;       // adds that the flash did not take
};

class Backlog {
 public:
  // Reads what is there: up to 128 KB, once. `flash` outlives it.
  explicit Backlog(Flash& flash);

  [[nodiscard]] std::size_t size() const { return size_; }  // readings
  [[nodiscard]] std::optional<contract::ReadingRef> oldest() const;
  // The boot of the newest reading that was there at the start; empty when there was none.
  [[nodiscard]] std::optional<std::uint64_t> newest_boot_at_start() const { return boot_at_start_; }

  // False when the flash takes nothing any more; the reading is still the caller's.
  [[nodiscard]] bool add(const HeldReading& reading);

  // The oldest readings one after the other, all of the same boot as the oldest. Valid until the
  // backlog changes.
  class Front;
  [[nodiscard]] Front front() const;

  // Lets go of the oldest readings up to this one, and no others; how many.
  std::size_t release(const contract::ReadingRef& through);
  void drop_oldest();

  [[nodiscard]] const BacklogCounters& counters() const { return counters_; }
  [[nodiscard]] const SectorRing& ring() const { return ring_; }

 private:
  // What the records before a place say about the reading at it.
  struct Context {
    std::optional<std::uint64_t> boot{};
    std::optional<std::int64_t> start_unix_ms{};
  };
  struct Position {
    SectorRing::Place place;
    Context context;
  };

  [[nodiscard]] std::optional<contract::BatchEntry> reading_at(const Position& position) const;
  void note(const record::Any& any, Context& context) const;
  [[nodiscard]] std::optional<Position> next_reading(Position position) const;
  std::size_t release_in_ram(const contract::ReadingRef& through);
  void pop_head();
  void forget_sector(std::uint16_t sector);
  [[nodiscard]] bool make_room(std::uint16_t records);
  [[nodiscard]] bool append(const record::Any& any);
  [[nodiscard]] bool write_reading(const HeldReading& reading);
  void write_release(const contract::ReadingRef& through);

  SectorRing ring_;
  std::size_t size_ = 0;
  std::optional<Position> head_;  // the oldest reading
  std::optional<std::uint64_t> boot_at_start_;
  Context written_;  // marks in the newest sector
  BacklogCounters counters_;
};

class Backlog::Front {
 public:
  // Empty at the end.
  [[nodiscard]] std::optional<contract::BatchEntry> next();

 private:
  friend class Backlog;
  explicit Front(const Backlog& backlog) : backlog_(backlog), at_(backlog.head_) {}

  const Backlog& backlog_;
  std::optional<Position> at_;
};

}  // namespace luft::firmware

// Slots in the order they were written, over sectors that are used in turn, so that all wear alike.
// Knows what a slot and a sector are, and nothing of what records mean.
//
// Invariants: sectors in use have consecutive places in the ring, but for ones that could not be
// erased; a slot is written at most once between two erasures; of a sector without a valid header
// nothing is read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "firmware/core/backlog/flash.h"
#include "firmware/core/backlog/record.h"

namespace luft::firmware {

class SectorRing {
 public:
  static constexpr std::size_t kMostSectors = 32;
  static constexpr std::uint16_t kSlotsPerSector = Flash::kSectorBytes / kSlotBytes;

  // A slot's place. `slot` 0 is the header.
  struct Place {
    std::uint16_t sector = 0;
    std::uint16_t slot = 1;

    friend bool operator==(const Place&, const Place&) = default;
  };

  // Reads the headers, and finds where writing goes on. `flash` outlives the ring, and has 2 to
  // kMostSectors sectors.
  explicit SectorRing(Flash& flash);

  // The oldest place that may hold a record; empty when nothing was ever written.
  [[nodiscard]] std::optional<Place> first() const;
  // The place after this one; empty at the end.
  [[nodiscard]] std::optional<Place> next(Place place) const;
  [[nodiscard]] std::optional<record::Any> read(Place place) const;

  // How many more records the newest sector takes.
  [[nodiscard]] std::uint16_t room() const;
  // Where the record now is; empty when the flash takes nothing there. Needs room().
  [[nodiscard]] std::optional<Place> append(const record::Any& any);
  // The sector that open_sector() would take, if records may lie in it.
  [[nodiscard]] std::optional<std::uint16_t> sector_to_give_up() const;
  // Erases the oldest sector and begins it anew. False when that sector is broken: what was in it
  // is gone, and the next call tries the one after it.
  [[nodiscard]] bool open_sector();

  [[nodiscard]] std::size_t sector_count() const { return count_; }
  [[nodiscard]] std::uint32_t erasures() const { return erased_now_; }  // since the start
  [[nodiscard]] std::uint32_t most_erasures_of_a_sector() const;        // ever

 private:
  struct Sector {
    bool in_use = false;
    std::uint32_t sequence = 0;
    std::uint32_t erasures = 0;
  };

  [[nodiscard]] std::uint16_t after(std::uint16_t sector) const;
  [[nodiscard]] Slot load(Place place) const;
  [[nodiscard]] bool store(Place place, const Slot& slot);
  void find_end();

  Flash& flash_;
  std::size_t count_;
  std::array<Sector, kMostSectors> sectors_{};
  std::optional<Place> end_;       // where the next record goes; its slot may be kSlotsPerSector
  std::uint16_t next_sector_ = 0;  // to be opened
  std::uint32_t erased_now_ = 0;
};

}  // namespace luft::firmware

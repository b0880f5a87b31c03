#include "firmware/core/backlog/sector_ring.h"

#include <algorithm>
#include <cassert>

namespace luft::firmware {
namespace {

std::uint32_t address_of(SectorRing::Place place) {
  return static_cast<std::uint32_t>(place.sector * Flash::kSectorBytes + place.slot * kSlotBytes);
}

}  // namespace

SectorRing::SectorRing(Flash& flash) : flash_(flash), count_(flash.sector_count()) {
  assert(count_ >= 2 && count_ <= kMostSectors);
  for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(count_); ++i) {
    const auto read = read_record(load({.sector = i, .slot = 0}));
    if (!read) continue;
    const auto* header = std::get_if<record::SectorHeader>(&*read);
    if (header == nullptr) continue;
    sectors_[i] = {.in_use = true, .sequence = header->sequence, .erasures = header->erasures};
  }
  // A sector whose header was lost between erasing and writing wore like the others.
  const std::uint32_t most = most_erasures_of_a_sector();
  for (Sector& sector : sectors_) {
    if (!sector.in_use) sector.erasures = most;
  }
  find_end();
}

void SectorRing::find_end() {
  const Sector* newest = nullptr;
  for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(count_); ++i) {
    const Sector& sector = sectors_[i];
    if (!sector.in_use || (newest != nullptr && sector.sequence < newest->sequence)) continue;
    newest = &sector;
    end_ = Place{.sector = i, .slot = kSlotsPerSector};
  }
  if (!end_) return;
  // Behind the last slot that was touched: one that was written in part is not blank.
  while (end_->slot > 1 && is_blank(load({.sector = end_->sector,
                                          .slot = static_cast<std::uint16_t>(end_->slot - 1)}))) {
    --end_->slot;
  }
  next_sector_ = after(end_->sector);
}

std::uint16_t SectorRing::after(std::uint16_t sector) const {
  return static_cast<std::uint16_t>((sector + 1U) % count_);
}

std::optional<SectorRing::Place> SectorRing::first() const {
  if (!end_) return std::nullopt;
  std::uint16_t sector = after(end_->sector);
  while (!sectors_[sector].in_use) sector = after(sector);
  const Place place{.sector = sector, .slot = 1};
  if (place.sector == end_->sector && place.slot == end_->slot) return std::nullopt;
  return place;
}

std::optional<SectorRing::Place> SectorRing::next(Place place) const {
  ++place.slot;
  while (place.sector != end_->sector && place.slot >= kSlotsPerSector) {
    place = {.sector = after(place.sector), .slot = 1};
    if (!sectors_[place.sector].in_use) place.slot = kSlotsPerSector;
  }
  if (place.sector == end_->sector && place.slot >= end_->slot) return std::nullopt;
  return place;
}

std::optional<record::Any> SectorRing::read(Place place) const {
  return read_record(load(place));
}

Slot SectorRing::load(Place place) const {
  Slot slot{};
  // What cannot be read is no record: zeros do not have a fitting checksum.
  if (!flash_.read(address_of(place), slot)) slot.fill(0);
  return slot;
}

bool SectorRing::store(Place place, const Slot& slot) {
  return flash_.write(address_of(place), slot) && load(place) == slot;
}

std::uint16_t SectorRing::room() const {
  return end_ ? static_cast<std::uint16_t>(kSlotsPerSector - end_->slot) : std::uint16_t{0};
}

std::optional<SectorRing::Place> SectorRing::append(const record::Any& any) {
  assert(room() > 0);
  const Place place = *end_;
  ++end_->slot;  // whatever comes of it, this slot is used
  if (!store(place, write_record(any))) return std::nullopt;
  return place;
}

std::optional<std::uint16_t> SectorRing::sector_to_give_up() const {
  if (!sectors_[next_sector_].in_use) return std::nullopt;
  return next_sector_;
}

bool SectorRing::open_sector() {
  const std::uint16_t chosen = next_sector_;
  next_sector_ = after(chosen);
  if (end_ && next_sector_ == end_->sector) next_sector_ = after(next_sector_);
  const std::uint32_t sequence = end_ ? sectors_[end_->sector].sequence + 1 : 1;
  Sector& sector = sectors_[chosen];
  sector.in_use = false;
  ++sector.erasures;
  ++erased_now_;
  const record::SectorHeader header{.sequence = sequence, .erasures = sector.erasures};
  if (!flash_.erase(chosen) || !store({.sector = chosen, .slot = 0}, write_record(header))) {
    return false;
  }
  sector.in_use = true;
  sector.sequence = sequence;
  end_ = Place{.sector = chosen, .slot = 1};
  next_sector_ = after(chosen);
  return true;
}

std::uint32_t SectorRing::most_erasures_of_a_sector() const {
  return std::ranges::max_element(sectors_, {}, &Sector::erasures)->erasures;
}

}  // namespace luft::firmware

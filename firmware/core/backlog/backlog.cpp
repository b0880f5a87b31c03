#include "firmware/core/backlog/backlog.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

namespace luft::firmware {
namespace {

using Place = SectorRing::Place;

// A reading may need both marks before it.
constexpr std::uint16_t kRecordsOfAReading = 3;
// Places that refuse to be written before the flash counts as broken.
constexpr int kMostAttempts = 8;
// A clock that was put right by less is still the same clock.
constexpr std::int64_t kSameClock_ms = 1'000;

std::int64_t start_of_boot_unix_ms(const HeldReading& reading) {
  return static_cast<std::int64_t>(*reading.time_ms) - reading.taken.count();
}

record::Reading packed(const HeldReading& reading) {
  return {.seq = static_cast<std::uint32_t>(reading.ref.seq),
          .up_ms = wire_ms(reading.taken),
          .centi_value = static_cast<std::int32_t>(std::lround(reading.value * 100)),
          .metric = reading.metric,
          .clock = reading.time_ms ? record::Clock::set : record::Clock::unset};
}

}  // namespace

// Readings are counted in order, and releases let go of what they let go of then.
Backlog::Backlog(Flash& flash) : ring_(flash) {
  Context context;
  std::optional<Place> before;
  for (auto place = ring_.first(); place; before = place, place = ring_.next(*place)) {
    if (before && before->sector != place->sector) context = {};  // a sector speaks for itself
    const auto any = ring_.read(*place);
    if (!any) continue;
    note(*any, context);
    if (std::get_if<record::Reading>(&*any) != nullptr && context.boot) {
      if (size_++ == 0) head_ = Position{.place = *place, .context = context};
      boot_at_start_ = context.boot;
    } else if (const auto* release = std::get_if<record::Release>(&*any)) {
      release_in_ram({.boot = release->boot, .seq = release->through});
    }
  }
  if (size_ == 0) boot_at_start_.reset();
}

void Backlog::note(const record::Any& any, Context& context) const {
  if (const auto* boot = std::get_if<record::BootMark>(&any)) {
    context = {.boot = boot->boot, .start_unix_ms = {}};
  } else if (const auto* clock = std::get_if<record::ClockMark>(&any)) {
    context.start_unix_ms = clock->start_unix_ms;
  }
}

std::optional<contract::BatchEntry> Backlog::reading_at(const Position& position) const {
  const auto any = ring_.read(position.place);
  const auto* reading = any ? std::get_if<record::Reading>(&*any) : nullptr;
  if (reading == nullptr || !position.context.boot) return std::nullopt;
  contract::BatchEntry entry{.seq = reading->seq,
                             .metric = reading->metric,
                             .up_ms = reading->up_ms,
                             .value = reading->centi_value / 100.0,
                             .time_ms = {}};
  const auto& start = position.context.start_unix_ms;
  if (reading->clock == record::Clock::set && start) {
    entry.time_ms = static_cast<std::uint64_t>(*start) + reading->up_ms;
  }
  return entry;
}

std::optional<Backlog::Position> Backlog::next_reading(Position position) const {
  while (const auto place = ring_.next(position.place)) {
    if (place->sector != position.place.sector) position.context = {};
    position.place = *place;
    const auto any = ring_.read(*place);
    if (!any) continue;
    note(*any, position.context);
    if (std::get_if<record::Reading>(&*any) != nullptr && position.context.boot) return position;
  }
  return std::nullopt;
}

std::optional<contract::ReadingRef> Backlog::oldest() const {
  if (!head_) return std::nullopt;
  const auto entry = reading_at(*head_);
  // One that was there and cannot be read now is passed by the next receipt, whichever it was.
  constexpr std::uint64_t kLowest = 1;
  return contract::ReadingRef{.boot = *head_->context.boot, .seq = entry ? entry->seq : kLowest};
}

Backlog::Front Backlog::front() const {
  return Front(*this);
}

std::optional<contract::BatchEntry> Backlog::Front::next() {
  while (at_ && at_->context.boot == backlog_.head_->context.boot) {
    const auto entry = backlog_.reading_at(*at_);
    at_ = backlog_.next_reading(*at_);
    if (entry) return entry;
  }
  return std::nullopt;
}

bool Backlog::add(const HeldReading& reading) {
  if (write_reading(reading)) {
    ++counters_.added;
    return true;
  }
  ++counters_.refused;
  return false;
}

bool Backlog::write_reading(const HeldReading& reading) {
  if (!make_room(kRecordsOfAReading)) return false;
  if (written_.boot != reading.ref.boot) {
    if (!append(record::BootMark{.boot = reading.ref.boot})) return false;
    written_ = {.boot = reading.ref.boot, .start_unix_ms = {}};
  }
  if (reading.time_ms) {
    const std::int64_t start = start_of_boot_unix_ms(reading);
    if (!written_.start_unix_ms || std::abs(*written_.start_unix_ms - start) > kSameClock_ms) {
      if (!append(record::ClockMark{.start_unix_ms = start})) return false;
      written_.start_unix_ms = start;
    }
  }
  const auto place = ring_.append(packed(reading));
  if (!place) return false;
  if (size_++ == 0) head_ = Position{.place = *place, .context = written_};
  return true;
}

bool Backlog::append(const record::Any& any) {
  return ring_.append(any).has_value();
}

bool Backlog::make_room(std::uint16_t records) {
  for (int attempt = 0; ring_.room() < records; ++attempt) {
    if (attempt == kMostAttempts) return false;
    if (const auto sector = ring_.sector_to_give_up()) forget_sector(*sector);
    if (ring_.open_sector()) written_ = {};
  }
  return true;
}

// The ring has come round: the oldest readings make room, and are counted.
void Backlog::forget_sector(std::uint16_t sector) {
  while (head_ && head_->place.sector == sector) {
    pop_head();
    ++counters_.dropped_full;
  }
}

std::size_t Backlog::release(const contract::ReadingRef& through) {
  const std::size_t released = release_in_ram(through);
  counters_.released += released;
  if (released > 0) write_release(through);
  return released;
}

std::size_t Backlog::release_in_ram(const contract::ReadingRef& through) {
  std::size_t released = 0;
  while (head_ && head_->context.boot == through.boot && oldest()->seq <= through.seq) {
    pop_head();
    ++released;
  }
  return released;
}

void Backlog::pop_head() {
  assert(size_ > 0);
  --size_;
  head_ = size_ > 0 ? next_reading(*head_) : std::nullopt;
  if (!head_) size_ = 0;  // what was there cannot be read any more
}

void Backlog::drop_oldest() {
  const auto ref = oldest();
  if (!ref) return;
  pop_head();
  write_release(*ref);
}

// If it cannot be written, readings are sent twice after a power cut.
void Backlog::write_release(const contract::ReadingRef& through) {
  if (size_ > 0 && ring_.room() == 0) return;  // never give up readings for it
  if (!make_room(1)) return;
  constexpr std::uint64_t kMostSeq = UINT32_MAX;
  const auto seq = static_cast<std::uint32_t>(std::min(through.seq, kMostSeq));
  (void)append(record::Release{.boot = through.boot, .through = seq});
}

}  // namespace luft::firmware

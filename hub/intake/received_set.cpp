#include "hub/intake/received_set.h"

#include <algorithm>

#include "hub/bytes.h"

namespace luft::hub {

ReceivedSet::Added ReceivedSet::add(std::uint64_t seq) {
  if (seq <= through_) return Added::duplicate;
  if (seq == through_ + 1) {
    through_ = seq;
    join_front();
    return Added::fresh;
  }
  // The first interval that ends at or after seq - 1 is the one to join or to stand before.
  const auto at = std::ranges::lower_bound(beyond_, seq - 1, {}, &Interval::last);
  if (at == beyond_.end() || seq + 1 < at->first) {
    if (beyond_.size() >= kMaxGaps) return Added::no_room;
    beyond_.insert(at, {.first = seq, .last = seq});
    return Added::fresh;
  }
  if (seq >= at->first && seq <= at->last) return Added::duplicate;
  if (seq + 1 == at->first) {
    at->first = seq;
    return Added::fresh;
  }
  at->last = seq;
  if (const auto next = at + 1; next != beyond_.end() && next->first == seq + 1) {
    at->last = next->last;
    beyond_.erase(next);
  }
  return Added::fresh;
}

std::uint64_t ReceivedSet::give_up_below(std::uint64_t oldest) {
  if (oldest <= through_ + 1) return 0;
  std::uint64_t lost = oldest - 1 - through_;
  for (const Interval& here : beyond_) {
    if (here.first >= oldest) break;
    lost -= std::min(here.last, oldest - 1) - here.first + 1;
  }
  through_ = oldest - 1;
  join_front();
  return lost;
}

// Moves `through_` over what now touches it.
void ReceivedSet::join_front() {
  auto joined = beyond_.begin();
  for (; joined != beyond_.end() && joined->first <= through_ + 1; ++joined) {
    through_ = std::max(through_, joined->last);
  }
  beyond_.erase(beyond_.begin(), joined);
}

void ReceivedSet::write(std::string& bytes) const {
  append(bytes, through_);
  append(bytes, static_cast<std::uint8_t>(beyond_.size()));
  for (const Interval& here : beyond_) {
    append(bytes, here.first);
    append(bytes, here.last);
  }
}

std::optional<ReceivedSet> ReceivedSet::read(std::string_view& bytes) {
  const auto through = take<std::uint64_t>(bytes);
  const auto count = take<std::uint8_t>(bytes);
  if (!through || !count || *count > kMaxGaps) return std::nullopt;
  ReceivedSet set{*through};
  std::uint64_t end = *through;
  for (std::uint8_t i = 0; i < *count; ++i) {
    const auto first = take<std::uint64_t>(bytes);
    const auto last = take<std::uint64_t>(bytes);
    if (!first || !last || *first <= end + 1 || *last < *first) return std::nullopt;
    set.beyond_.push_back({.first = *first, .last = *last});
    end = *last;
  }
  return set;
}

}  // namespace luft::hub

#include "firmware/core/year/year_hub.h"

#include <algorithm>

namespace luft::firmware::testing {

bool YearHub::take(const contract::ReadingRef& ref, const contract::ReadingRef& oldest) {
  give_up(open(oldest.boot), oldest.seq);
  for (Boot& boot : boots_) {
    if (boot.name == oldest.boot) break;
    if (!boot.finished) give_up(boot, boot.seen + 1);
    boot.finished = true;
  }
  Boot& boot = open(ref.boot);
  if (boot.lost.contains(ref.seq)) return false;
  if (ref.seq <= boot.through || !boot.arrived.insert(ref.seq).second) return true;
  ++received_;
  boot.seen = std::max(boot.seen, ref.seq);
  advance(boot);
  return true;
}

contract::Receipt YearHub::receipt(std::uint64_t name) const {
  const auto boot = std::ranges::find(boots_, name, &Boot::name);
  return {.boot = name, .through = boot->through, .seen = boot->seen};
}

bool YearHub::has(const contract::ReadingRef& ref) const {
  const auto boot = std::ranges::find(boots_, ref.boot, &Boot::name);
  if (boot == boots_.end() || boot->lost.contains(ref.seq)) return false;
  return ref.seq <= boot->through || boot->arrived.contains(ref.seq);
}

bool YearHub::counts_as_lost(const contract::ReadingRef& ref) const {
  const auto boot = std::ranges::find(boots_, ref.boot, &Boot::name);
  return boot != boots_.end() && boot->lost.contains(ref.seq);
}

YearHub::Boot& YearHub::open(std::uint64_t name) {
  const auto found = std::ranges::find(boots_, name, &Boot::name);
  if (found != boots_.end()) return *found;
  return boots_.emplace_back(Boot{.name = name});
}

void YearHub::give_up(Boot& boot, std::uint64_t below) {
  for (std::uint64_t seq = boot.through + 1; seq < below; ++seq) {
    if (!boot.arrived.contains(seq) && boot.lost.insert(seq).second) ++lost_;
  }
  boot.seen = std::max(boot.seen, below - 1);
  advance(boot);
}

void YearHub::advance(Boot& boot) {
  while (boot.arrived.contains(boot.through + 1) || boot.lost.contains(boot.through + 1)) {
    boot.arrived.erase(++boot.through);
  }
}

}  // namespace luft::firmware::testing

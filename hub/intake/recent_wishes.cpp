#include "hub/intake/recent_wishes.h"

#include <utility>

namespace luft::hub {

void RecentWishes::choose(std::string_view window, double position_pct,
                          std::optional<double> held_pct, std::optional<store::WishRow> example,
                          SteadyTime now) {
  if (const auto former = wishes_.find(window); former != wishes_.end()) {
    held_pct = former->second.held_pct;
    wishes_.erase(former);
    if (held_pct == position_pct) return;
  }
  wishes_.emplace(window, Wish{.at = now, .held_pct = held_pct, .example = std::move(example)});
}

void RecentWishes::take_back(std::string_view window) {
  if (const auto found = wishes_.find(window); found != wishes_.end()) wishes_.erase(found);
}

std::vector<store::WishRow> RecentWishes::take_meant(SteadyTime now) {
  std::vector<store::WishRow> meant;
  for (auto each = wishes_.begin(); each != wishes_.end();) {
    Wish& wish = each->second;
    if (now - wish.at < kTakenBackWithin) {
      ++each;
      continue;
    }
    if (wish.example) meant.push_back(*std::move(wish.example));
    each = wishes_.erase(each);
  }
  return meant;
}

std::vector<store::WishRow> RecentWishes::take_all() {
  return take_meant(SteadyTime::max());
}

}  // namespace luft::hub

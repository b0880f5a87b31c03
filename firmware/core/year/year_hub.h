// The hub of a simulated year: what it has, what it counts as lost, and the receipts it gives.
#pragma once

#include <cstdint>
#include <deque>
#include <set>

#include "contract/reading.h"
#include "contract/receipt.h"

namespace luft::firmware::testing {

// The hub's side of receipts as hub/intake keeps it: boots in the order of first contact, and what
// the device gives up is lost for good.
class YearHub {
 public:
  // False when a reading came that had been counted as lost.
  [[nodiscard]] bool take(const contract::ReadingRef& ref, const contract::ReadingRef& oldest);
  [[nodiscard]] contract::Receipt receipt(std::uint64_t boot) const;
  [[nodiscard]] bool has(const contract::ReadingRef& ref) const;
  [[nodiscard]] bool counts_as_lost(const contract::ReadingRef& ref) const;
  [[nodiscard]] std::uint64_t received() const { return received_; }
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
  struct Boot {
    std::uint64_t name = 0;
    bool finished = false;
    std::uint64_t through = 0;
    std::uint64_t seen = 0;
    std::set<std::uint64_t> arrived{};  // beyond `through`
    std::set<std::uint64_t> lost{};
  };
  Boot& open(std::uint64_t name);
  void give_up(Boot& boot, std::uint64_t below);
  void advance(Boot& boot);

  std::deque<Boot> boots_;
  std::uint64_t received_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace luft::firmware::testing

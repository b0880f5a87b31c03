// What people chose within the last minute. Whoever takes a choice back so soon, or makes another,
// did not mean it: it is no example to learn from. Pure.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/moment.h"
#include "store/rows.h"

namespace luft::hub {

class RecentWishes {
 public:
  static constexpr std::chrono::seconds kTakenBackWithin{60};

  // A window was set by hand. `example`: empty where nothing is known of its room. `held_pct`:
  // where a person held it before that; to set it there again takes the newer choice back, and is
  // no choice of its own.
  void choose(std::string_view window, double position_pct, std::optional<double> held_pct,
              std::optional<store::WishRow> example, SteadyTime now);
  // The window was given back to Luft.
  void take_back(std::string_view window);

  // Those that were meant by now; `take_all` at the end, as they stand.
  [[nodiscard]] std::vector<store::WishRow> take_meant(SteadyTime now);
  [[nodiscard]] std::vector<store::WishRow> take_all();

 private:
  struct Wish {
    SteadyTime at;
    std::optional<double> held_pct;
    std::optional<store::WishRow> example;
  };
  std::map<std::string, Wish, std::less<>> wishes_;  // by window
};

}  // namespace luft::hub

// One observation of what people do: a window's state, and what was measured around it then.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace luft::ml {

// What a room and its weather may have measured. A quantity that was not is NaN.
enum class Quantity : std::uint8_t {
  temp_c,
  humidity_pct,
  outdoor_temp_c,  // then; or the day's mean, where nothing closer is known
  outdoor_running_mean_c,
  outdoor_humidity_pct,
  can_be_cooled,  // 1: by air conditioning too; 0: by its windows alone
};
inline constexpr std::size_t kQuantityCount = 6;

using Quantities = std::array<double, kQuantityCount>;

[[nodiscard]] constexpr double at(const Quantities& quantities, Quantity quantity) {
  return quantities[static_cast<std::size_t>(quantity)];
}

struct Vote {
  Quantities measured{};
  bool open = false;
  std::size_t city = 0;  // index into Votes::cities
};

struct Votes {
  std::vector<Vote> rows;
  std::vector<std::string> cities;  // in order of appearance
  std::size_t left_out = 0;         // rows without a label, or marked as not to be scored
};

}  // namespace luft::ml

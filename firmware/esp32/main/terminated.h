// Names and texts that C wants with a NUL behind them.
#pragma once

#include <array>

#include "contract/text.h"

namespace luft::firmware::esp32 {

template <std::size_t Capacity>
std::array<char, Capacity + 1> terminated(const contract::Text<Capacity>& text) {
  std::array<char, Capacity + 1> result{};
  text.view().copy(result.data(), Capacity);
  return result;
}

}  // namespace luft::firmware::esp32

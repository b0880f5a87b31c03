// What the hub, or whoever answers in its place, says people wished: a wish is of a real device, at
// a position that a window has, and is the same after it was written and read again.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ml/learning/wish.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::ml;
  const auto read = read_wishes({reinterpret_cast<const char*>(data), size});
  for (const auto& wish : read.wishes) {
    assert(wish.position_pct >= 0 && wish.position_pct <= 100);
    assert(!wish.device.empty());
  }
  const std::string written = write_wishes(read.wishes);
  const auto again = read_wishes(written);
  assert(again.passed_over == 0 && again.wishes.size() == read.wishes.size());
  assert(write_wishes(again.wishes) == written);
  return 0;
}

// The file of what the model remembers, damaged: refused with a reason, or memories that are finite
// and come back from what is written of them.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ml/memories.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace luft::ml;
  constexpr std::size_t kCapacity = 8;
  Memories memories("1.0.0", kCapacity);
  const auto read = memories.read({reinterpret_cast<const char*>(data), size});
  if (!read) {
    assert(!read.error().empty() && memories.size() == 0);
    return 0;
  }
  assert(memories.size() <= kCapacity);
  const auto written = memories.write();
  Memories again("1.0.0", kCapacity);
  assert(again.read(written) && again.size() == memories.size());
  return 0;
}

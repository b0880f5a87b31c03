#include "sound/narrowing.h"

#include <algorithm>
#include <cassert>

namespace luft::sound {
namespace {

constexpr int kOffsetBits = 11;  // and the offset follows with a 2,048th of the distance
constexpr int kDroppedBits = 16;
constexpr std::int64_t kHalfStep = std::int64_t{1} << (kDroppedBits - 1);

}  // namespace

void Narrowing::narrow(std::span<const std::int32_t> wide, std::span<std::int16_t> narrow) {
  assert(wide.size() == narrow.size());
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const std::int64_t sample = wide[i];
    if (!started_) {
      offset_ = sample * (std::int64_t{1} << kOffsetBits);
      started_ = true;
    }
    const std::int64_t centred = sample - (offset_ >> kOffsetBits);
    offset_ += centred;
    const std::int64_t rounded = (centred + kHalfStep) >> kDroppedBits;
    narrow[i] = static_cast<std::int16_t>(
        std::clamp(rounded, std::int64_t{INT16_MIN}, std::int64_t{INT16_MAX}));
  }
}

}  // namespace luft::sound

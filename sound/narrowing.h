// From what a digital microphone's converter delivers (24 bits, left-aligned in 32) to 16-bit PCM,
// without the microphone's offset: what is measured here, and heard by whom a person allowed to.
#pragma once

#include <cstdint>
#include <span>

namespace luft::sound {

class Narrowing {
 public:
  // `wide` and `narrow` are equally long, and may be the same memory reused. The offset is taken
  // from the first sample, then followed slowly (about 1 Hz at 16 kHz). Rounded; what is louder
  // than 16 bits hold stays at their end.
  void narrow(std::span<const std::int32_t> wide, std::span<std::int16_t> narrow);

 private:
  bool started_ = false;
  std::int64_t offset_ = 0;  // times 2^kOffsetBits
};

}  // namespace luft::sound

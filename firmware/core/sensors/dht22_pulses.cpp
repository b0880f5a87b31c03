#include "firmware/core/sensors/dht22_pulses.h"

#include <algorithm>
#include <array>

namespace luft::firmware {
namespace {

constexpr std::size_t kBits = 40;
constexpr std::size_t kBytes = kBits / 8;

// The data sheet's 48-55 us, 22-30 us and 68-75 us, each with about a third of tolerance. The
// response's 80 us low is outside, so it is never taken for a bit's.
constexpr std::uint16_t kShortestLow_us = 30;
constexpr std::uint16_t kLongestLow_us = 70;
constexpr std::uint16_t kShortestHigh_us = 12;
constexpr std::uint16_t kLongestHigh_us = 100;

constexpr int kColdest_deci_c = -400;
constexpr int kHottest_deci_c = 800;
constexpr int kWettest_deci_pct = 1'000;

struct Bit {
  std::uint16_t low_us = 0;
  std::uint16_t high_us = 0;
};
using Bits = std::array<Bit, kBits>;

bool is_bit(const Bit& bit) {
  return bit.low_us >= kShortestLow_us && bit.low_us <= kLongestLow_us &&
         bit.high_us >= kShortestHigh_us && bit.high_us <= kLongestHigh_us;
}

unsigned mean_low_us(std::span<const Bit> bits) {
  unsigned sum = 0;
  for (const Bit& bit : bits) sum += bit.low_us;
  return sum / static_cast<unsigned>(bits.size());
}

// The highs that follow a low. With a fast clock the response looks like a bit too; its low is 1.6
// times as long as theirs. Exactly 40 must be left.
std::expected<Bits, SensorTrouble> find_bits(std::span<const Pulse> pulses) {
  std::array<Bit, kBits + 1> found{};
  std::size_t count = 0;
  bool saw_anything = false;
  for (std::size_t i = 1; i < pulses.size() && pulses[i].length_us != 0; ++i) {
    if (pulses[i].level == LineLevel::low || pulses[i - 1].level == LineLevel::high) continue;
    saw_anything = true;
    const Bit bit{.low_us = pulses[i - 1].length_us, .high_us = pulses[i].length_us};
    if (is_bit(bit)) {
      if (count == found.size()) return std::unexpected(SensorTrouble::bad_timing);
      found[count++] = bit;
    } else if (count < kBits) {
      count = 0;  // the response, or a disturbance: the bits have not begun
    }
  }
  if (!saw_anything) return std::unexpected(SensorTrouble::no_answer);
  if (count < kBits) return std::unexpected(SensorTrouble::bad_timing);
  const std::span<const Bit> all{found.data(), count};
  const bool has_response = all.front().low_us * 10U > mean_low_us(all.last(kBits - 1)) * 13U;
  if (count - (has_response ? 1 : 0) != kBits) return std::unexpected(SensorTrouble::bad_timing);
  Bits bits{};
  std::ranges::copy(all.last(kBits), bits.begin());
  return bits;
}

// Highs are compared with the mean low: that low is 50 us by the sensor's own clock.
std::array<std::uint8_t, kBytes> bytes_of(const Bits& bits) {
  const unsigned low_us = mean_low_us(bits);
  std::array<std::uint8_t, kBytes> bytes{};
  for (std::size_t i = 0; i < kBits; ++i) {
    const int one = bits[i].high_us > low_us ? 1 : 0;
    bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] << 1 | one);
  }
  return bytes;
}

int temperature_deci_c(std::uint8_t upper, std::uint8_t lower) {
  const int raw = upper << 8 | lower;
  if ((raw & 0x8000) == 0) return raw;
  const int sign_and_magnitude = -(raw & 0x7FFF);
  return sign_and_magnitude >= kColdest_deci_c ? sign_and_magnitude : raw - 0x10000;
}

}  // namespace

std::expected<Dht22Reading, SensorTrouble> decode_dht22(std::span<const Pulse> pulses) {
  const auto bits = find_bits(pulses);
  if (!bits) return std::unexpected(bits.error());
  const auto bytes = bytes_of(*bits);
  const auto sum = static_cast<std::uint8_t>(bytes[0] + bytes[1] + bytes[2] + bytes[3]);
  if (sum != bytes[4]) return std::unexpected(SensorTrouble::bad_checksum);
  const int humidity = bytes[0] << 8 | bytes[1];
  const int temperature = temperature_deci_c(bytes[2], bytes[3]);
  // Zeros throughout have a fitting checksum, and come from a line that is held.
  const bool is_blank = humidity == 0 && temperature == 0;
  if (is_blank || humidity > kWettest_deci_pct || temperature < kColdest_deci_c ||
      temperature > kHottest_deci_c) {
    return std::unexpected(SensorTrouble::implausible);
  }
  return Dht22Reading{.temperature_deci_c = static_cast<std::int16_t>(temperature),
                      .humidity_deci_pct = static_cast<std::uint16_t>(humidity)};
}

}  // namespace luft::firmware

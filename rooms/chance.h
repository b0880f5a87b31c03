// Chance that is a pure function of a seed and a position: the same world on every machine and
// in any order of asking (the standard distributions may differ between libraries).
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace luft::rooms {

// SplitMix64's output function (Steele, Lea and Flood 2014).
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

// Uniform in [0, 1).
constexpr double uniform(std::uint64_t seed, std::uint64_t position) {
  return static_cast<double>(mix(seed ^ mix(position)) >> 11U) * 0x1.0p-53;
}

// A stream of random numbers from one seed.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : seed_(seed) {}

  double uniform() { return rooms::uniform(seed_, position_++); }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  bool happens(double probability) { return uniform() < probability; }

  // Standard normal (Box and Muller 1958).
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t seed_;
  std::uint64_t position_ = 0;
};

}  // namespace luft::rooms

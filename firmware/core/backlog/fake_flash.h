// Flash as a test holds it: NOR in memory, with a power cut at any byte, and with worn sectors.
#pragma once

#include <cassert>
#include <cstring>
#include <random>
#include <set>
#include <vector>

#include "firmware/core/backlog/flash.h"

namespace luft::firmware::testing {

class FakeFlash final : public Flash {
 public:
  explicit FakeFlash(std::size_t sectors = 32)
      : bytes(sectors * kSectorBytes, 0xFF), erasures(sectors) {}

  std::size_t sector_count() const override { return erasures.size(); }

  bool read(std::uint32_t at, std::span<std::uint8_t> into) override {
    if (!powered) return false;
    check(at, into.size());
    std::memcpy(into.data(), bytes.data() + at, into.size());
    return true;
  }

  // Bytes are programmed one after the other; the one that the cut hits has some of its bits.
  bool write(std::uint32_t at, std::span<const std::uint8_t> from) override {
    check(at, from.size());
    if (!powered) return false;
    if (broken.contains(at / kSectorBytes)) return false;
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (!step()) {
        bytes[at + i] &= static_cast<std::uint8_t>(from[i] | random_());
        return false;
      }
      bytes[at + i] &= from[i];
    }
    return step();
  }

  // A cut leaves the sector as it was, or a mix of old bits, ones and what nobody can tell.
  bool erase(std::size_t sector) override {
    if (!powered) return false;
    if (broken.contains(sector)) return false;
    ++erasures[sector];
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(sector * kSectorBytes);
    if (!step()) return false;
    if (!step()) {
      for (auto byte = begin; byte != begin + kSectorBytes; ++byte) {
        *byte |= static_cast<std::uint8_t>(random_());
      }
      return false;
    }
    std::fill(begin, begin + kSectorBytes, std::uint8_t{0xFF});
    return step();
  }

  void cut_power_after(std::size_t steps) { steps_left_ = steps; }
  void give_power() {
    powered = true;
    steps_left_ = kForever;
  }
  [[nodiscard]] std::size_t steps() const { return steps_; }  // taken so far

  std::vector<std::uint8_t> bytes;
  std::vector<std::uint32_t> erasures;
  std::set<std::size_t> broken;  // sectors that take nothing any more
  bool powered = true;

 private:
  static constexpr std::size_t kForever = SIZE_MAX;

  static void check(std::uint32_t at, std::size_t count) {
    assert(count > 0 && at / kSectorBytes == (at + count - 1) / kSectorBytes);
  }
  bool step() {
    ++steps_;
    if (steps_left_ == 0) powered = false;
    if (steps_left_ != kForever && powered) --steps_left_;
    return powered;
  }

  std::size_t steps_left_ = kForever;
  std::size_t steps_ = 0;
  std::minstd_rand random_{7};
};

}  // namespace luft::firmware::testing

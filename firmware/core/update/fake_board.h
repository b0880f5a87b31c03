// A board as tests of updates hold it: two slots, what is kept over a power cut, a bootloader, and
// power that goes at any step.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "firmware/core/update/ports.h"

namespace luft::firmware::testing {

using Image = std::vector<std::uint8_t>;

// Stands for a hash and a signature: the real ones are tested where they live.
inline std::array<std::uint8_t, 32> digest(std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, 32> result{};
  std::uint32_t state = 2'166'136'261;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    state = (state ^ bytes[i]) * 16'777'619;
    result[i % 32] = static_cast<std::uint8_t>(result[i % 32] ^ state >> 13);
  }
  return result;
}

inline std::array<std::uint8_t, 64> signature_of(std::span<const std::uint8_t> message) {
  std::array<std::uint8_t, 64> result{};
  std::ranges::copy(digest(message), result.begin());
  return result;
}

class FakeVerifier final : public SignatureVerifier {
 public:
  bool is_signed(std::span<const std::uint8_t> message,
                 std::span<const std::uint8_t, 64> signature) const override {
    return std::ranges::equal(signature_of(message), signature);
  }
};

class FakeSha256 final : public Sha256 {
 public:
  void begin() override { bytes_.clear(); }
  void add(std::span<const std::uint8_t> bytes) override {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  std::array<std::uint8_t, 32> end() override { return digest(bytes_); }

 private:
  Image bytes_;
};

// What outlives a power cut, and the cuts: each change is a step.
struct Board {
  Image slots[2] = {Image(300'000), Image(300'000)};
  std::string versions[2] = {"1.0.0", ""};  // what an image says when it runs
  int running = 0;
  int next = 0;
  bool on_trial = false;  // what runs now
  bool given_up = false;
  int trials = 0;
  bool flash_fails = false;
  std::optional<UpdateProgress> kept;
  std::size_t steps = 0;
  std::size_t steps_left = SIZE_MAX;
  bool powered = true;

  bool step() {
    ++steps;
    if (steps_left == 0) powered = false;
    if (steps_left != SIZE_MAX && powered) --steps_left;
    return powered;
  }
  // What the bootloader does: one start for an image on trial, and then back.
  void restart() {
    powered = true;
    steps_left = SIZE_MAX;
    if (on_trial) {
      on_trial = false;
      given_up = true;
      running = next = 1 - running;
    } else if (next != running) {
      running = next;
      on_trial = true;
      ++trials;
    }
  }
};

class BoardSlots final : public ImageSlots {
 public:
  explicit BoardSlots(Board& board) : board_(board) {}
  bool write(std::uint32_t at, std::span<const std::uint8_t> bytes) override {
    EXPECT_EQ(at % kPieceBytes, 0U);
    if (board_.flash_fails) return false;
    Image& other = board_.slots[1 - board_.running];
    const auto begin = other.begin() + static_cast<std::ptrdiff_t>(at);
    if (at % kSectorBytes == 0) {
      const std::size_t count = std::min<std::size_t>(kSectorBytes, other.size() - at);
      std::fill_n(begin, board_.step() ? count : count / 2, std::uint8_t{0xFF});
      if (!board_.powered) return false;
    }
    const bool whole = board_.step();
    const std::size_t count = whole ? bytes.size() : bytes.size() / 2;
    for (std::size_t i = 0; i < count; ++i) begin[static_cast<std::ptrdiff_t>(i)] &= bytes[i];
    return whole;
  }
  bool read(std::uint32_t at, std::span<std::uint8_t> bytes) override {
    const Image& other = board_.slots[1 - board_.running];
    std::copy_n(other.begin() + static_cast<std::ptrdiff_t>(at), bytes.size(), bytes.begin());
    return board_.powered;
  }
  bool try_other() override {
    if (!board_.step()) return false;
    board_.next = 1 - board_.running;
    board_.given_up = false;
    return true;
  }
  bool other_was_given_up() const override { return board_.given_up; }
  Running running() const override {
    return board_.on_trial ? Running::on_trial : Running::confirmed;
  }
  void confirm() override {
    if (board_.step()) board_.on_trial = false;
  }

 private:
  Board& board_;
};

class BoardMemory final : public UpdateMemory {
 public:
  explicit BoardMemory(Board& board) : board_(board) {}
  std::optional<UpdateProgress> load() override { return board_.kept; }
  void save(const UpdateProgress& progress) override {
    if (board_.step()) board_.kept = progress;
  }
  void forget() override {
    if (board_.step()) board_.kept.reset();
  }

 private:
  Board& board_;
};

class FakeSource final : public ImageSource {
 public:
  bool open(std::string_view /*url*/, std::uint32_t offset) override {
    ++opened;
    at_ = offset;
    return !away;
  }
  Piece poll(std::span<std::uint8_t> bytes) override {
    if (silent) return {.coming = Coming::nothing_yet};
    if (std::find(cuts.begin(), cuts.end(), at_) != cuts.end()) {
      std::erase(cuts, at_);
      return {.coming = Coming::failed};
    }
    std::size_t count = std::min({bytes.size(), image.size() - at_, piece});
    for (const std::size_t cut : cuts) {
      if (cut > at_) count = std::min(count, cut - at_);
    }
    std::copy_n(image.begin() + static_cast<std::ptrdiff_t>(at_), count, bytes.begin());
    at_ += count;
    fetched += count;
    return {.coming = Coming::bytes, .count = count};
  }
  void close() override {}

  Image image;
  std::vector<std::size_t> cuts;  // offsets at which the line breaks, once each
  std::size_t piece = 1'460;
  std::size_t fetched = 0;
  int opened = 0;
  bool away = false;
  bool silent = false;

 private:
  std::size_t at_ = 0;
};

}  // namespace luft::firmware::testing

// Held readings in a ring of memory that the caller owns.
#pragma once

#include <cassert>
#include <span>

#include "firmware/core/ports.h"

namespace luft::firmware {

// `slots` outlives the store; its size is the capacity.
class RamReadingStore final : public ReadingStore {
 public:
  explicit RamReadingStore(std::span<HeldReading> slots) : slots_(slots) { assert(!slots.empty()); }

  [[nodiscard]] std::size_t size() const override { return size_; }
  [[nodiscard]] std::size_t capacity() const override { return slots_.size(); }

  [[nodiscard]] HeldReading& at(std::size_t index) override {
    assert(index < size_);
    return slots_[slot(index)];
  }

  void push_back(const HeldReading& reading) override {
    assert(size_ < slots_.size());
    slots_[slot(size_)] = reading;
    ++size_;
  }

  void pop_front() override {
    assert(size_ > 0);
    first_ = slot(1);
    --size_;
  }

 private:
  [[nodiscard]] std::size_t slot(std::size_t index) const {
    const std::size_t place = first_ + index;
    return place < slots_.size() ? place : place - slots_.size();
  }

  std::span<HeldReading> slots_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

}  // namespace luft::firmware

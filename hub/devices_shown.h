// All devices as one picture shows them, by number. Pictures share the blocks of devices in which
// none has changed: the next one costs what changed, not what there is.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

#include "hub/intake/device.h"

namespace luft::hub {

class DevicesShown {
 public:
  using Entry = std::shared_ptr<const Device>;

  class Iterator {
   public:
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(const DevicesShown& all, std::size_t at) : all_(&all), at_(at) {}
    const Entry& operator*() const { return (*all_)[at_]; }
    const Entry* operator->() const { return &**this; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return {*all_, at_++}; }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const DevicesShown* all_ = nullptr;
    std::size_t at_ = 0;
  };

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const Entry& operator[](std::size_t number) const {
    return (*blocks_[number / kBlock])[number % kBlock];
  }
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size_}; }

  // Each in the place of its number. Those that are new leave no number out.
  void put_all(const std::vector<Entry>& changed);

 private:
  static constexpr std::size_t kBlock = 256;
  using Block = std::vector<Entry>;

  std::vector<std::shared_ptr<const Block>> blocks_;
  std::size_t size_ = 0;
};

static_assert(std::forward_iterator<DevicesShown::Iterator>);

}  // namespace luft::hub

// What many devices have in common, such as what runs on them, is held once for all of them. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>

namespace luft::hub {

template <class Value>
class SharedValues {
 public:
  // Of so many, the newest, it remembers that they are there: more are not shared.
  static constexpr std::size_t kRemembered = 8;

  [[nodiscard]] std::shared_ptr<const Value> share(Value value) {
    for (const auto& known : newest_) {
      if (known && *known == value) return known;
    }
    auto& place = newest_[next_];
    next_ = (next_ + 1) % kRemembered;
    place = std::make_shared<const Value>(std::move(value));
    return place;
  }

 private:
  std::array<std::shared_ptr<const Value>, kRemembered> newest_;
  std::size_t next_ = 0;  // to be forgotten
};

}  // namespace luft::hub

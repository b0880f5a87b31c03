// Which readings of one boot have arrived: everything up to `through`, and intervals beyond it.
// Bounded: at most kMaxGaps holes are remembered; a reading that would open another is not taken
// (it comes again once the holes have closed). Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luft::hub {

class ReceivedSet {
 public:
  static constexpr std::size_t kMaxGaps = 64;

  enum class Added : std::uint8_t {
    fresh,
    duplicate,
    no_room,  // not taken: let it come again
  };

  ReceivedSet() = default;
  // Everything up to `through` counts as here already.
  explicit ReceivedSet(std::uint64_t through) : through_(through) {}

  Added add(std::uint64_t seq);

  // The device holds nothing below `oldest` any more. Returns how many readings that loses.
  std::uint64_t give_up_below(std::uint64_t oldest);
  // The device holds nothing of this boot any more. Returns how many known holes that loses.
  std::uint64_t give_up_all() { return give_up_below(seen() + 1); }

  [[nodiscard]] std::uint64_t through() const { return through_; }
  [[nodiscard]] std::uint64_t seen() const {
    return beyond_.empty() ? through_ : beyond_.back().last;
  }

  // Bytes for the disk, appended; read() takes them off the front of `bytes`.
  void write(std::string& bytes) const;
  [[nodiscard]] static std::optional<ReceivedSet> read(std::string_view& bytes);

  friend bool operator==(const ReceivedSet&, const ReceivedSet&) = default;

 private:
  struct Interval {
    std::uint64_t first;
    std::uint64_t last;
    friend bool operator==(const Interval&, const Interval&) = default;
  };

  void join_front();

  std::uint64_t through_ = 0;
  // Invariant: ascending, first > through_ + 1, and at least one missing between two neighbours.
  std::vector<Interval> beyond_;
};

}  // namespace luft::hub

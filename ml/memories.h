// What the model remembers of every room it is asked about: bounded, and kept in a file, so that a
// restart of the service forgets nothing older than the last write.
//
// File: "luft-memories 1 <model version>\n", then for each room its id (zero-padded to
// kMaxDeviceIdLength), the time as int64 and kMemoryCount floats, little-endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>

#include "contract/device_id.h"
#include "ml/memory.h"

namespace luft::ml {

// One thread at a time.
class Memories {
 public:
  // A memory means something only to the model that made it.
  explicit Memories(std::string model_version, std::size_t capacity = 50'000);

  // The memory of a room, empty when it is new. Beyond the capacity, the room not asked for the
  // longest time is forgotten. The reference holds for the next `capacity - 1` other rooms.
  [[nodiscard]] Memory& of(const contract::DeviceId& device);

  [[nodiscard]] std::size_t size() const { return rooms_.size(); }

  [[nodiscard]] std::string write() const;
  // Takes over what write() wrote. Another model's, torn or damaged content is refused as a whole,
  // with the reason.
  [[nodiscard]] std::expected<void, std::string> read(std::string_view content);

 private:
  struct Room {
    Memory memory;
    std::uint64_t asked = 0;
  };
  void make_place();

  std::string header_;
  std::size_t capacity_;
  std::uint64_t asked_ = 0;  // how often anything was
  std::unordered_map<contract::DeviceId, Room> rooms_;
};

}  // namespace luft::ml

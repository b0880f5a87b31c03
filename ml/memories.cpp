// A map that forgets, and its file.
#include "ml/memories.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <utility>

namespace luft::ml {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is little-endian");

struct Record {
  std::array<char, contract::kMaxDeviceIdLength> device{};
  std::int64_t updated_ms = 0;
  MemoryState state{};
};
static_assert(sizeof(Record) ==
              contract::kMaxDeviceIdLength + sizeof(std::int64_t) + sizeof(MemoryState));

}  // namespace

Memories::Memories(std::string model_version, std::size_t capacity)
    : header_("luft-memories 1 " + std::move(model_version) + "\n"), capacity_(capacity) {
  assert(capacity > 0);
}

Memory& Memories::of(const contract::DeviceId& device) {
  auto found = rooms_.find(device);
  if (found == rooms_.end()) {
    if (rooms_.size() >= capacity_) make_place();
    found = rooms_.emplace(device, Room{}).first;
  }
  found->second.asked = ++asked_;
  return found->second.memory;
}

void Memories::make_place() {
  rooms_.erase(
      std::ranges::min_element(rooms_, {}, [](const auto& room) { return room.second.asked; }));
}

std::string Memories::write() const {
  std::string content = header_;
  content.reserve(header_.size() + rooms_.size() * sizeof(Record));
  for (const auto& [device, room] : rooms_) {
    Record record{.device = {}, .updated_ms = room.memory.updated_ms, .state = room.memory.state};
    std::ranges::copy(device.view(), record.device.begin());
    content.append(reinterpret_cast<const char*>(&record), sizeof(record));
  }
  return content;
}

std::expected<void, std::string> Memories::read(std::string_view content) {
  if (!content.starts_with(header_)) return std::unexpected("of another model, or no memories");
  content.remove_prefix(header_.size());
  if (content.size() % sizeof(Record) != 0) return std::unexpected("ends within a room");
  std::unordered_map<contract::DeviceId, Room> rooms;
  for (; !content.empty(); content.remove_prefix(sizeof(Record))) {
    Record record;
    std::memcpy(&record, content.data(), sizeof(record));
    const auto end = std::ranges::find(record.device, '\0');
    const auto device = contract::parse_device_id(std::string_view(record.device.begin(), end));
    const bool finite =
        std::ranges::all_of(record.state, [](float value) { return std::isfinite(value); });
    if (!device || !finite) return std::unexpected("damaged");
    if (rooms.size() == capacity_) break;
    rooms[*device] = {.memory = {.state = record.state, .updated_ms = record.updated_ms}};
  }
  rooms_ = std::move(rooms);
  return {};
}

}  // namespace luft::ml

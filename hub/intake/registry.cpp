#include "hub/intake/registry.h"

#include <cassert>

namespace luft::hub {

Registry::Registry(std::span<const runtime::RoomSettings> rooms, std::size_t max_devices)
    : max_devices_(max_devices) {
  for (const runtime::RoomSettings& room : rooms) {
    const std::size_t index = rooms_.size();
    rooms_.push_back({.name = room.name, .indoor = {}, .outdoor = {}});
    for (const std::string& id : room.devices) rooms_by_indoor_.try_emplace(id, index);
    for (const std::string& id : room.outdoor) rooms_by_outdoor_[id].push_back(index);
  }
  devices_.emplace_back().id = contract::DeviceId::cut("(unknown)");
  self_.push_back(kUnknownDevice);
}

Registry::Found Registry::find_or_register(const contract::DeviceId& id, SystemTime now) {
  if (const auto known = find(id)) return {.number = *known, .is_new = false};
  if (devices_.size() > max_devices_) return {};
  Device device;
  device.number = static_cast<DeviceNumber>(devices_.size());
  device.id = id;
  device.first_seen = now;
  device.last_seen = now;
  const DeviceNumber number = device.number;
  restore(std::move(device));
  unsaved.add(number);
  unshown.add(number);
  return {.number = number, .is_new = true};
}

std::optional<DeviceNumber> Registry::find(const contract::DeviceId& id) const {
  const auto at = numbers_.find(id);
  if (at == numbers_.end()) return std::nullopt;
  return at->second;
}

bool Registry::restore(Device device) {
  if (device.number == kUnknownDevice) {
    devices_[kUnknownDevice].counts = device.counts;
    return true;
  }
  if (device.number != devices_.size()) return false;
  place(device);
  numbers_.emplace(device.id, device.number);
  self_.push_back(device.number);
  devices_.push_back(std::move(device));
  return true;
}

void Registry::place(Device& device) {
  const std::string id{device.id.view()};
  device.role = Role::indoor;
  device.room.clear();
  if (const auto at = rooms_by_outdoor_.find(id); at != rooms_by_outdoor_.end()) {
    device.role = Role::outdoor;
    device.room = rooms_[at->second.front()].name;
    for (const std::size_t room : at->second) rooms_[room].outdoor.push_back(device.number);
  } else if (const auto in = rooms_by_indoor_.find(id); in != rooms_by_indoor_.end()) {
    device.room = rooms_[in->second].name;
    rooms_[in->second].indoor.push_back(device.number);
  }
}

std::span<const DeviceNumber> Registry::room_of(DeviceNumber number) const {
  const Device& device = devices_[number];
  if (device.role == Role::outdoor) return {};
  const auto in = rooms_by_indoor_.find(std::string{device.id.view()});
  if (in == rooms_by_indoor_.end()) return {&self_[number], 1};
  return rooms_[in->second].indoor;
}

std::span<const DeviceNumber> Registry::outdoors_of(DeviceNumber number) const {
  const auto in = rooms_by_indoor_.find(std::string{devices_[number].id.view()});
  if (in == rooms_by_indoor_.end()) return {};
  return rooms_[in->second].outdoor;
}

}  // namespace luft::hub

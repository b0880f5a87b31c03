#include "hub/intake/registry.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace luft::hub {

Registry::Registry(std::span<const runtime::RoomSettings> rooms, std::size_t max_devices)
    : max_devices_(max_devices) {
  for (const runtime::RoomSettings& room : rooms) {
    const RoomIndex index = room_named(room.name);
    for (const std::string& id : room.devices) rooms_by_indoor_.try_emplace(id, index);
    for (const std::string& id : room.outdoor) rooms_by_outdoor_[id].push_back(index);
  }
  devices_.push_back(std::make_shared<Device>());
  devices_.front()->id = contract::DeviceId::cut("(unknown)");
  unshown_.add(kUnknownDevice);
  self_.push_back(kUnknownDevice);
  indoors_in_.push_back(kOwnRoom);
}

Registry::Found Registry::find_or_register(const contract::DeviceId& id, SystemTime now) {
  if (const auto known = find(id)) {
    const Device& device = (*this)[*known];
    if (!device.removed) return {.number = *known, .is_new = false};
    const Counts counts = device.counts;  // `device` will be another
    begin_anew(*known, id, counts, now);
    return {.number = *known, .is_new = true};
  }
  if (devices_.size() > max_devices_) {
    const auto vacant = place_to_vacate(now);
    if (!vacant) {
      refused_at_ = now;
      return {};
    }
    auto forgotten = std::make_shared<const Device>((*this)[*vacant]);
    by_id_.erase(*vacant);
    vacated_.push_back(*vacant);
    begin_anew(*vacant, id, {}, now);
    by_id_.insert(*vacant);
    return {.number = *vacant, .is_new = true, .forgotten = std::move(forgotten)};
  }
  Device device;
  device.number = static_cast<DeviceNumber>(devices_.size());
  device.id = id;
  device.first_seen = now;
  device.last_seen = now;
  const DeviceNumber number = device.number;
  restore(std::move(device));
  unsaved.add(number);
  return {.number = number, .is_new = true};
}

void Registry::begin_anew(DeviceNumber number, const contract::DeviceId& id, const Counts& counts,
                          SystemTime now) {
  take_out(number);
  Device& device = change(number);
  device = Device{};
  device.number = number;
  device.id = id;
  device.counts = counts;
  device.first_seen = now;
  device.last_seen = now;
  place(device);
}

// Its counts must be settled: what the journal still holds of it will be counted for its number.
bool Registry::may_be_forgotten(const Device& device, SystemTime now) const {
  if (device.number == kUnknownDevice || device.counts.accepted != device.counts.stored)
    return false;
  if (device.removed) return true;
  const std::string id{device.id.view()};
  return !device.said && !device.configuration && !rooms_by_indoor_.contains(id) &&
         !rooms_by_outdoor_.contains(id) && now - device.last_seen > kForgottenAfter;
}

std::optional<DeviceNumber> Registry::place_to_vacate(SystemTime now) {
  if (may_go_.empty() && std::chrono::abs(now - looked_at_) >= kLookAgainAfter) {
    looked_at_ = now;
    for (const Device& device : all()) {
      if (may_be_forgotten(device, now)) may_go_.push_back(device.number);
    }
  }
  while (!may_go_.empty()) {
    const DeviceNumber number = may_go_.back();
    may_go_.pop_back();
    if (may_be_forgotten((*this)[number], now)) return number;
  }
  return std::nullopt;
}

std::vector<DeviceNumber> Registry::remove(DeviceNumber number) {
  const auto members = room_of(number);
  std::vector<DeviceNumber> others{members.begin(), members.end()};
  std::erase(others, number);
  take_out(number);
  Device& device = change(number);
  Device left;
  left.number = number;
  left.id = device.id;
  left.counts = device.counts;
  left.first_seen = device.first_seen;
  left.last_seen = device.last_seen;
  left.active = false;
  left.removed = true;
  device = std::move(left);
  return others;
}

std::optional<DeviceNumber> Registry::find(const contract::DeviceId& id) const {
  const auto at = by_id_.find(id);
  if (at == by_id_.end()) return std::nullopt;
  return *at;
}

bool Registry::restore(Device device) {
  if (device.number == kUnknownDevice) {
    show(kUnknownDevice).counts = device.counts;
    return true;
  }
  if (device.number != devices_.size()) return false;
  indoors_in_.push_back(kOwnRoom);
  if (!device.removed) place(device);
  self_.push_back(device.number);
  unshown_.add(device.number);
  devices_.push_back(std::make_shared<Device>(std::move(device)));
  by_id_.insert(devices_.back()->number);
  return true;
}

std::vector<std::shared_ptr<const Device>> Registry::hand_out() {
  std::vector<std::shared_ptr<const Device>> changed;
  changed.reserve(unshown_.numbers().size());
  for (const DeviceNumber number : unshown_.numbers()) changed.push_back(devices_[number]);
  unshown_.clear();
  return changed;
}

Registry::RoomIndex Registry::room_named(const std::string& name) {
  const auto [at, is_new] = rooms_by_name_.try_emplace(name, static_cast<RoomIndex>(rooms_.size()));
  if (is_new) rooms_.push_back({.name = name, .indoor = {}, .outdoor = {}});
  return at->second;
}

// What people said counts, then luft.yaml.
void Registry::place(Device& device) {
  const std::string id{device.id.view()};
  const auto outdoor = rooms_by_outdoor_.find(id);
  const auto indoor = rooms_by_indoor_.find(id);
  std::vector<RoomIndex> rooms;
  if (outdoor != rooms_by_outdoor_.end()) {
    rooms = outdoor->second;
  } else if (indoor != rooms_by_indoor_.end()) {
    rooms = {indoor->second};
  }
  device.role = outdoor != rooms_by_outdoor_.end() ? Role::outdoor : Role::indoor;
  if (device.said && device.said->role) device.role = *device.said->role;
  if (device.said && device.said->room) {
    rooms.clear();
    if (!device.said->room->empty()) rooms = {room_named(*device.said->room)};
  }
  device.room = rooms.empty() ? std::string{} : rooms_[rooms.front()].name;
  if (device.role == Role::outdoor) {
    outdoors_.push_back(device.number);
    for (const RoomIndex room : rooms) rooms_[room].outdoor.push_back(device.number);
  } else if (!rooms.empty()) {
    rooms_[rooms.front()].indoor.push_back(device.number);
    indoors_in_[device.number] = rooms.front();
  }
}

void Registry::take_out(DeviceNumber number) {
  std::erase(outdoors_, number);
  for (Room& room : rooms_) {
    std::erase(room.indoor, number);
    std::erase(room.outdoor, number);
  }
  indoors_in_[number] = kOwnRoom;
}

std::vector<DeviceNumber> Registry::describe(DeviceNumber number, Metadata said) {
  Device& device = change(number);
  const auto before = room_of(number);
  const std::vector<DeviceNumber> former{before.begin(), before.end()};
  const std::string room = device.room;
  const Role role = device.role;
  device.said = std::make_shared<const Metadata>(std::move(said));
  take_out(number);
  place(device);
  if (device.room == room && device.role == role) return {};
  std::vector<DeviceNumber> affected = former;
  for (const DeviceNumber member : room_of(number)) {
    if (std::ranges::find(affected, member) == affected.end()) affected.push_back(member);
  }
  return affected;
}

std::span<const DeviceNumber> Registry::room_of(DeviceNumber number) const {
  if (devices_[number]->role == Role::outdoor) return {};
  const RoomIndex room = indoors_in_[number];
  if (room == kOwnRoom) return {&self_[number], 1};
  return rooms_[room].indoor;
}

std::span<const DeviceNumber> Registry::outdoors_of(DeviceNumber number) const {
  const RoomIndex room = indoors_in_[number];
  if (room == kOwnRoom || rooms_[room].outdoor.empty()) return outdoors_;
  return rooms_[room].outdoor;
}

}  // namespace luft::hub

// The devices: registered at their first message, found by name, grouped into rooms as luft.yaml
// has it or people said since. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "hub/intake/device.h"
#include "runtime/settings.h"

namespace luft::hub {

// Which devices have changed since somebody last asked.
class ChangedDevices {
 public:
  // False when it was among them already.
  bool add(DeviceNumber number) {
    if (number >= marked_.size()) marked_.resize(number + 1);
    if (marked_[number]) return false;
    marked_[number] = true;
    numbers_.push_back(number);
    return true;
  }
  [[nodiscard]] std::span<const DeviceNumber> numbers() const { return numbers_; }
  void clear() {
    for (const DeviceNumber number : numbers_) marked_[number] = false;
    numbers_.clear();
  }

 private:
  std::vector<bool> marked_;
  std::vector<DeviceNumber> numbers_;
};

class Registry {
 public:
  // A registry that holds this many devices takes another in only where one can be forgotten for
  // it: one that was removed, or that nobody ever described and that was silent for
  // kForgottenAfter. Where there is none, what comes from others counts for kUnknownDevice.
  static constexpr std::size_t kMaxDevices = 100'000;
  static constexpr std::chrono::hours kForgottenAfter{24};
  static constexpr std::chrono::minutes kLookAgainAfter{1};  // for some, when there were none

  explicit Registry(std::span<const runtime::RoomSettings> rooms,
                    std::size_t max_devices = kMaxDevices);
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  struct Found {
    DeviceNumber number = kUnknownDevice;
    bool is_new = false;
    std::shared_ptr<const Device> forgotten{};  // that had this number until now
  };
  // Registers a device that is not known yet, or was removed; kUnknownDevice when there is no room.
  Found find_or_register(const contract::DeviceId& id, SystemTime now);
  [[nodiscard]] std::optional<DeviceNumber> find(const contract::DeviceId& id) const;

  // Takes a device back in that was kept on disk; its room is what is said or configured now. False
  // when its number is not the next one.
  bool restore(Device device);

  [[nodiscard]] const Device& operator[](DeviceNumber number) const { return *devices_[number]; }
  // By number, kUnknownDevice first.
  [[nodiscard]] auto all() const {
    return devices_ |
           std::views::transform([](const auto& device) -> const Device& { return *device; });
  }

  // For changing it: whoever keeps or shows devices will see that it changed. What was handed out
  // stays as it was; references to the device are not to be used any more.
  [[nodiscard]] Device& change(DeviceNumber number) {
    unsaved.add(number);
    return show(number);
  }
  // For what is shown but need not be kept. Likewise.
  [[nodiscard]] Device& show(DeviceNumber number) {
    if (unshown_.add(number)) devices_[number] = std::make_shared<Device>(*devices_[number]);
    return *devices_[number];
  }
  // Those that are new or have changed since the last time; immutable from now on.
  [[nodiscard]] std::vector<std::shared_ptr<const Device>> hand_out();
  [[nodiscard]] bool has_changes_to_show() const { return !unshown_.numbers().empty(); }

  // Forgets all but its counts and receipts, which history and readings that come again still need.
  // Returns the devices that shared its room.
  std::vector<DeviceNumber> remove(DeviceNumber number);

  // When a device was refused for want of room last; epoch: never.
  [[nodiscard]] SystemTime refused_at() const { return refused_at_; }
  // The numbers whose devices were forgotten for others since the last call.
  [[nodiscard]] std::vector<DeviceNumber> take_vacated() { return std::exchange(vacated_, {}); }

  // What people say of it from now on; its room follows at once. Returns the devices whose rooms
  // have changed: those that share its former and its present one.
  std::vector<DeviceNumber> describe(DeviceNumber number, Metadata said);

  // The devices that share a room with this one, itself among them, outdoor ones not.
  [[nodiscard]] std::span<const DeviceNumber> room_of(DeviceNumber number) const;
  // The outdoor devices of this device's room, else those of the site.
  [[nodiscard]] std::span<const DeviceNumber> outdoors_of(DeviceNumber number) const;

  ChangedDevices unsaved;  // not handed to the journal yet

 private:
  using RoomIndex = std::uint32_t;
  struct Room {
    std::string name;
    std::vector<DeviceNumber> indoor;
    std::vector<DeviceNumber> outdoor;
  };
  // Shared with whoever it was handed out to, unless it is among unshown_.
  using Devices = std::vector<std::shared_ptr<Device>>;
  // Of a device's id, which only its record holds.
  struct HashOfId {
    using is_transparent = void;
    const Devices* devices;
    std::size_t operator()(const contract::DeviceId& id) const {
      return std::hash<contract::DeviceId>{}(id);
    }
    std::size_t operator()(DeviceNumber number) const { return (*this)((*devices)[number]->id); }
  };
  struct SameId {
    using is_transparent = void;
    const Devices* devices;
    bool operator()(DeviceNumber a, DeviceNumber b) const {
      return a == b || (*this)(a, (*devices)[b]->id);
    }
    bool operator()(DeviceNumber a, const contract::DeviceId& b) const {
      return (*devices)[a]->id == b;
    }
    bool operator()(const contract::DeviceId& a, DeviceNumber b) const { return (*this)(b, a); }
  };
  [[nodiscard]] bool may_be_forgotten(const Device& device, SystemTime now) const;
  [[nodiscard]] std::optional<DeviceNumber> place_to_vacate(SystemTime now);
  void begin_anew(DeviceNumber number, const contract::DeviceId& id, const Counts& counts,
                  SystemTime now);
  void place(Device& device);
  void take_out(DeviceNumber number);
  [[nodiscard]] RoomIndex room_named(const std::string& name);

  std::size_t max_devices_;
  Devices devices_;
  ChangedDevices unshown_;
  std::unordered_set<DeviceNumber, HashOfId, SameId> by_id_{0, HashOfId{&devices_},
                                                            SameId{&devices_}};
  static constexpr RoomIndex kOwnRoom = static_cast<RoomIndex>(-1);
  std::vector<Room> rooms_;
  std::unordered_map<std::string, RoomIndex> rooms_by_name_;
  std::vector<RoomIndex> indoors_in_;   // by device number; kOwnRoom: in no room of others
  std::vector<DeviceNumber> outdoors_;  // all of the site
  std::unordered_map<std::string, std::vector<RoomIndex>> rooms_by_outdoor_;  // device id ->
  std::unordered_map<std::string, RoomIndex> rooms_by_indoor_;
  std::vector<DeviceNumber> self_;    // self_[n] == n: the room of a device without one
  std::vector<DeviceNumber> may_go_;  // when this was looked for last
  SystemTime looked_at_;
  SystemTime refused_at_;
  std::vector<DeviceNumber> vacated_;
};

}  // namespace luft::hub

#include "runtime/settings_yaml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "contract/device_id.h"
#include "runtime/nearest.h"
#include "runtime/settings_foreign.h"
#include "runtime/settings_schema.h"

namespace luft::runtime {
namespace {

constexpr std::string_view kRooms = "rooms";
constexpr std::string_view kSources = "sources";
constexpr std::string_view kCovers = "covers";
constexpr std::size_t kMaxRooms = 10'000;

class Reader {
 public:
  Reader(std::string_view name, SettingsReading& reading) : name_{name}, reading_{reading} {
    std::set<std::string> names{std::string{kRooms}, std::string{kSources}, std::string{kCovers}};
    for (const SettingRow& row : all_settings()) {
      names.insert(row.path);
      const std::size_t dot = row.path.find('.');
      if (dot != std::string::npos) sections_.insert(row.path.substr(0, dot));
    }
    names.insert(sections_.begin(), sections_.end());
    known_.assign(names.begin(), names.end());
  }

  void read_document(const YAML::Node& document) {
    if (document.IsNull()) return;
    if (!document.IsMap()) return problem(document, "must be a map of settings");
    read_map(document, "");
  }

 private:
  void read_map(const YAML::Node& map, const std::string& prefix) {
    std::set<std::string> seen;
    for (const auto& entry : map) {
      if (!entry.first.IsScalar()) {
        problem(entry.first, "a setting's name must be plain text");
        continue;
      }
      const std::string path = prefix + entry.first.Scalar();
      if (!seen.insert(path).second) {
        problem(entry.first, fmt::format("{} is there twice", path));
      } else {
        read_entry(path, entry.first, entry.second);
      }
    }
  }

  void read_entry(const std::string& path, const YAML::Node& key, const YAML::Node& value) {
    const auto row = std::ranges::find(all_settings(), path, &SettingRow::path);
    if (row != all_settings().end()) {
      read_value(*row, value.IsNull() ? key : value, value);
    } else if (path == kRooms) {
      read_rooms(value);
    } else if (path == kSources) {
      read_sources(value, name_, reading_);
    } else if (path == kCovers) {
      read_covers(value, name_, reading_);
    } else if (sections_.contains(path)) {
      if (value.IsNull()) return;
      if (!value.IsMap()) return problem(value, fmt::format("{} must be a map of settings", path));
      read_map(value, path + ".");
    } else {
      problem(key, fmt::format("{}: no such setting{}", path, did_you_mean(nearest(path, known_))));
    }
  }

  void read_value(const SettingRow& row, const YAML::Node& place, const YAML::Node& value) {
    if (!value.IsScalar() && !value.IsNull()) {
      return problem(place, fmt::format("{} must be {}", row.path, row.allowed));
    }
    const auto written =
        row.write(reading_.settings, value.IsNull() ? std::string{} : value.Scalar());
    if (!written) return problem(place, fmt::format("{}: {}", row.path, written.error()));
    reading_.set_at[row.path] = where(place);
  }

  void read_rooms(const YAML::Node& rooms) {
    if (rooms.IsNull()) return;
    if (!rooms.IsSequence()) return problem(rooms, "rooms must be a list");
    if (rooms.size() > kMaxRooms) {
      return problem(rooms, fmt::format("at most {} rooms", kMaxRooms));
    }
    std::set<std::string> names;
    for (const YAML::Node& node : rooms) {
      if (!node.IsMap()) {
        problem(node, "a room must be a map of name, devices and outdoor");
        continue;
      }
      RoomSettings room = read_room(node);
      if (room.name.empty()) {
        problem(node, "a room needs a name");
      } else if (!names.insert(room.name).second) {
        problem(node, fmt::format("room {} is there twice", room.name));
      }
      reading_.settings.rooms.push_back(std::move(room));
    }
  }

  RoomSettings read_room(const YAML::Node& node) {
    static const std::vector<std::string> members{"name", "devices", "outdoor"};
    RoomSettings room;
    for (const auto& entry : node) {
      const std::string member = entry.first.IsScalar() ? entry.first.Scalar() : "?";
      if (member == "name" && entry.second.IsScalar()) {
        room.name = entry.second.Scalar();
      } else if (member == "name") {
        problem(entry.second, "a room's name must be text");
      } else if (member == "devices") {
        room.devices = read_devices(entry.second, member, &in_room_);
      } else if (member == "outdoor") {
        room.outdoor = read_devices(entry.second, member, nullptr);
      } else {
        problem(entry.first, fmt::format("rooms.{}: no such setting{}", member,
                                         did_you_mean(nearest(member, members))));
      }
    }
    return room;
  }

  // `taken`: devices that must be nowhere else; outdoor ones may serve many rooms.
  std::vector<std::string> read_devices(const YAML::Node& list, const std::string& member,
                                        std::set<std::string>* taken) {
    std::vector<std::string> ids;
    if (list.IsNull()) return ids;
    if (!list.IsSequence()) {
      problem(list, fmt::format("rooms.{} must be a list of device ids", member));
      return ids;
    }
    for (const YAML::Node& node : list) {
      const std::string id = node.IsScalar() ? node.Scalar() : "";
      if (!contract::parse_device_id(id)) {
        problem(node, fmt::format("\"{}\" is not a device id: 1 to {} of a-z 0-9 _ -, starting "
                                  "with a letter or digit",
                                  id, contract::kMaxDeviceIdLength));
      } else if (taken != nullptr && !taken->insert(id).second) {
        problem(node, fmt::format("device {} is already in a room", id));
      } else {
        ids.push_back(id);
      }
    }
    return ids;
  }

  [[nodiscard]] std::string where(const YAML::Node& node) const {
    return fmt::format("{}:{}", name_, node.Mark().line + 1);
  }
  void problem(const YAML::Node& node, std::string what) {
    reading_.problems.push_back({where(node), std::move(what)});
  }

  std::string_view name_;
  SettingsReading& reading_;
  std::set<std::string> sections_;
  std::vector<std::string> known_;
  std::set<std::string> in_room_;
};

}  // namespace

SettingsReading read_yaml(std::string_view yaml, std::string_view name) {
  SettingsReading reading;
  try {
    Reader{name, reading}.read_document(YAML::Load(std::string{yaml}));
  } catch (const YAML::Exception& error) {  // yaml-cpp has no other way to say it
    const auto where =
        error.mark.is_null() ? std::string{name} : fmt::format("{}:{}", name, error.mark.line + 1);
    reading.problems.push_back({where, "not valid YAML: " + error.msg});
  }
  return reading;
}

}  // namespace luft::runtime

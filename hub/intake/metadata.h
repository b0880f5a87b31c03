// What people say of a device: its name, room, role and labels, and when to ask about its window.
// Kept with the device's state; what they do not say is as luft.yaml has it. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>

#include "hub/intake/trigger_overrides.h"

namespace luft::hub {

enum class Role : std::uint8_t { indoor, outdoor };

struct Metadata {
  static constexpr std::size_t kMaxText = 64;    // bytes of a name, a room, a label
  static constexpr std::size_t kMaxLabels = 16;  // of one device

  std::optional<std::string> name{};
  std::optional<std::string> room{};  // "": a room of its own, whatever luft.yaml says
  std::optional<Role> role{};
  std::map<std::string, std::string> labels{};
  TriggerOverrides trigger{};

  friend bool operator==(const Metadata&, const Metadata&) = default;
};

// A change: what is empty stays; an empty value inside is taken back.
struct MetadataPatch {
  template <class T>
  using Change = std::optional<std::optional<T>>;

  Change<std::string> name{};
  Change<std::string> room{};
  Change<Role> role{};
  std::map<std::string, std::optional<std::string>> labels{};
  std::array<Change<double>, TriggerOverrides::kNames.size()> trigger{};
};

// The error is for people. `defaults`: of luft.yaml.
[[nodiscard]] std::expected<Metadata, std::string> patched(
    const Metadata& before, const MetadataPatch& patch, const runtime::TriggerSettings& defaults);

}  // namespace luft::hub

// Reads one entry of a list in luft.yaml, member by member, noting every problem with its line.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/settings_yaml.h"

// The library's name. NOLINTNEXTLINE(readability-identifier-naming)
namespace YAML {
class Node;
}

namespace luft::runtime {

// "a, b, c": for saying what is allowed.
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

class SettingsEntry {
 public:
  // `list`: the list's name, for problems; `file`: the file's. All must outlive this.
  SettingsEntry(const YAML::Node& node, std::string list, std::string_view file,
                SettingsReading& reading)
      : node_{node}, list_{std::move(list)}, file_{file}, reading_{reading} {}

  using Members = std::map<std::string, std::function<void(const YAML::Node&)>>;
  // Hands each member to its function; others are problems. False when it is no map at all.
  bool read(const Members& members);
  // After read().
  [[nodiscard]] bool has(const std::string& member) const { return seen_.contains(member); }
  void require(const std::string& member);

  // A member's value; what is no such value is a problem, and something harmless is returned.
  std::string text(const YAML::Node& value, const std::string& member);
  std::string topic(const YAML::Node& value, const std::string& member);    // not one of ours
  std::string pointer(const YAML::Node& value, const std::string& member);  // RFC 6901
  std::string device(const YAML::Node& value);
  double number(const YAML::Node& value, const std::string& member, double min, double max);

  void problem(const YAML::Node& at, std::string what);

 private:
  const YAML::Node& node_;
  std::string list_;  // "sources"
  std::string_view file_;
  SettingsReading& reading_;
  std::set<std::string> seen_;
};

}  // namespace luft::runtime

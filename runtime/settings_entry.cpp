#include "runtime/settings_entry.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "contract/device_id.h"
#include "contract/topics.h"
#include "runtime/nearest.h"

namespace luft::runtime {
namespace {

constexpr std::size_t kMaxForeignTopic = 256;

// A topic to subscribe to and publish on as it stands; `contract` topics are ours already.
bool is_foreign_topic(std::string_view topic) {
  return !topic.empty() && topic.size() <= kMaxForeignTopic && !topic.starts_with('$') &&
         topic.find_first_of(std::string_view{"+#\0", 3}) == std::string_view::npos &&
         !contract::parse_topic(topic);
}

// nlohmann-json says so only by throwing.
bool is_json_pointer(const std::string& pointer) {
  try {
    const nlohmann::json::json_pointer parsed{pointer};
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace

std::string listed(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

bool SettingsEntry::read(const Members& members) {
  std::vector<std::string> known;
  for (const auto& [name, take] : members) known.push_back(name);
  if (!node_.IsMap()) {
    problem(node_, fmt::format("{} must be a map of {}", list_, listed(known)));
    return false;
  }
  for (const auto& entry : node_) {
    const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "?";
    const auto member = members.find(name);
    if (member == members.end()) {
      problem(entry.first, fmt::format("{}.{}: no such setting{}", list_, name,
                                       did_you_mean(nearest(name, known))));
    } else if (!seen_.insert(name).second) {
      problem(entry.first, fmt::format("{}.{} is there twice", list_, name));
    } else {
      member->second(entry.second);
    }
  }
  return true;
}

void SettingsEntry::require(const std::string& member) {
  if (!has(member)) problem(node_, fmt::format("{} needs {}", list_, member));
}

std::string SettingsEntry::text(const YAML::Node& value, const std::string& member) {
  if (value.IsScalar()) return value.Scalar();
  problem(value, fmt::format("{}.{} must be text", list_, member));
  return {};
}

std::string SettingsEntry::topic(const YAML::Node& value, const std::string& member) {
  std::string given = text(value, member);
  if (value.IsScalar() && !is_foreign_topic(given)) {
    problem(value, fmt::format("{}.{}: \"{}\" is not a topic name of 1 to {} characters without "
                               "wildcards that is not Luft's own",
                               list_, member, given, kMaxForeignTopic));
  }
  return given;
}

std::string SettingsEntry::pointer(const YAML::Node& value, const std::string& member) {
  std::string given = text(value, member);
  if (!is_json_pointer(given)) {
    problem(value, fmt::format("{}.{}: \"{}\" is not a JSON pointer (RFC 6901) such as "
                               "/temperature, or empty for the payload itself",
                               list_, member, given));
  }
  return given;
}

std::string SettingsEntry::device(const YAML::Node& value) {
  std::string given = value.IsScalar() ? value.Scalar() : "";
  if (!contract::parse_device_id(given)) {
    problem(value, fmt::format("{}.device: \"{}\" is not a device id: 1 to {} of a-z 0-9 _ -, "
                               "starting with a letter or digit",
                               list_, given, contract::kMaxDeviceIdLength));
  }
  return given;
}

double SettingsEntry::number(const YAML::Node& value, const std::string& member, double min,
                             double max) {
  const std::string given = value.IsScalar() ? value.Scalar() : "";
  double parsed = 0;
  const char* const end = given.data() + given.size();
  const auto [rest, error] = std::from_chars(given.data(), end, parsed);
  if (error != std::errc{} || rest != end || !(parsed >= min && parsed <= max)) {
    problem(value, fmt::format("{}.{}: \"{}\" is not a number from {} to {}", list_, member, given,
                               min, max));
    return min;
  }
  return parsed;
}

void SettingsEntry::problem(const YAML::Node& at, std::string what) {
  reading_.problems.push_back({fmt::format("{}:{}", file_, at.Mark().line + 1), std::move(what)});
}

}  // namespace luft::runtime

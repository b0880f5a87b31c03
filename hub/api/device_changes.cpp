#include "hub/api/device_changes.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "contract/limits.h"
#include "runtime/settings_schema.h"
#include "runtime/shallow_json.h"

namespace luft::hub::api {
namespace {

using Json = nlohmann::json;
using Refused = std::unexpected<std::string>;

std::expected<Json, std::string> object_of(std::string_view body) {
  Json json = runtime::parse_shallow_json(body);
  if (!json.is_object()) return Refused{"send a JSON object"};
  return json;
}

std::expected<std::optional<std::string>, std::string> text_or_null(const std::string& name,
                                                                    const Json& value) {
  if (value.is_null()) return std::optional<std::string>{};
  if (!value.is_string()) return Refused{name + ": text or null"};
  auto text = value.get<std::string>();
  if (text.size() > Metadata::kMaxText) return Refused{name + ": at most 64 bytes"};
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (std::ranges::any_of(text, is_control)) return Refused{name + ": no control characters"};
  return std::optional{std::move(text)};
}

std::expected<std::optional<Role>, std::string> role_or_null(const Json& value) {
  if (value.is_null()) return std::optional<Role>{};
  if (value == "indoor") return std::optional{Role::indoor};
  if (value == "outdoor") return std::optional{Role::outdoor};
  return Refused{"role: indoor, outdoor or null"};
}

// What luft.yaml would say about this value.
std::expected<double, std::string> trigger_value(const std::string& name, const Json& value) {
  const std::string path = "trigger." + name;
  const auto& rows = runtime::all_settings();
  const auto row = std::ranges::find(rows, path, &runtime::SettingRow::path);
  if (row == rows.end() || !value.is_number()) return Refused{path + ": a number or null"};
  runtime::Settings scratch;
  if (const auto fits = row->write(scratch, value.dump()); !fits) {
    return Refused{path + ": " + fits.error()};
  }
  return value.get<double>();
}

std::expected<void, std::string> read_trigger(const Json& trigger, MetadataPatch& patch) {
  if (!trigger.is_object()) return Refused{"trigger: an object"};
  for (const auto& [name, value] : trigger.items()) {
    const auto index = TriggerOverrides::index_of(name);
    if (!index) {
      std::string names;
      for (const std::string_view each : TriggerOverrides::kNames) names += " " + std::string{each};
      return Refused{"trigger has:" + names};
    }
    if (value.is_null()) {
      patch.trigger[*index] = std::optional<double>{};
      continue;
    }
    const auto number = trigger_value(name, value);
    if (!number) return Refused{number.error()};
    patch.trigger[*index] = *number;
  }
  return {};
}

std::expected<void, std::string> read_labels(const Json& labels, MetadataPatch& patch) {
  if (!labels.is_object()) return Refused{"labels: an object of texts"};
  for (const auto& [label, value] : labels.items()) {
    if (label.empty() || label.size() > Metadata::kMaxText) {
      return Refused{"labels: names of 1 to 64 bytes"};
    }
    auto text = text_or_null("labels", value);
    if (!text) return Refused{text.error()};
    patch.labels[label] = *std::move(text);
  }
  return {};
}

// Names that nobody knows would be settings that silently do nothing.
std::expected<void, std::string> knows_all(const Json& object, const std::string& where,
                                           std::initializer_list<std::string_view> known) {
  if (object.is_null()) return {};
  if (!object.is_object()) return Refused{where + ": an object"};
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(known, std::string_view{name}) != known.end()) continue;
    std::string names;
    for (const std::string_view each : known) names += " " + std::string{each};
    return Refused{where + "." + name.substr(0, 64) + " is not known; there are:" + names};
  }
  return {};
}

std::expected<void, std::string> knows_all_settings(const Json& config) {
  if (auto all = knows_all(config, "config", {"version", "metrics", "window", "audio"}); !all)
    return all;
  auto all_of_window = knows_all(config.value("window", Json{}), "window",
                                 {"rest_s", "strict", "locked", "quiet_from_min", "quiet_to_min"});
  if (!all_of_window) return all_of_window;
  auto all_of_audio = knows_all(config.value("audio", Json{}), "audio", {"clip_every_s"});
  if (!all_of_audio) return all_of_audio;
  const Json metrics = config.value("metrics", Json{});
  if (!metrics.is_object() && !metrics.is_null()) return Refused{"metrics: an object"};
  for (const auto& [name, metric] : metrics.items()) {
    if (!contract::metric_named(name)) {
      return Refused{"metrics." + name.substr(0, 64) + " is no metric"};
    }
    auto all = knows_all(metric, "metrics." + name, {"interval_s", "probe_s", "deadband"});
    if (!all) return all;
  }
  return {};
}

}  // namespace

std::expected<MetadataPatch, std::string> parse_metadata_patch(std::string_view body) {
  const auto json = object_of(body);
  if (!json) return Refused{json.error()};
  const auto known = knows_all(*json, "device", {"name", "room", "role", "labels", "trigger"});
  if (!known) return Refused{known.error()};
  MetadataPatch patch;
  for (const auto& [name, value] : json->items()) {
    std::expected<void, std::string> read;
    if (name == "name" || name == "room") {
      auto text = text_or_null(name, value);
      if (!text) return Refused{text.error()};
      (name == "name" ? patch.name : patch.room) = *std::move(text);
    } else if (name == "role") {
      const auto role = role_or_null(value);
      if (!role) return Refused{role.error()};
      patch.role = *role;
    } else {
      read = name == "labels" ? read_labels(value, patch) : read_trigger(value, patch);
    }
    if (!read) return Refused{read.error()};
  }
  return patch;
}

std::expected<contract::DeviceConfig, std::string> parse_config_wish(std::string_view body) {
  auto json = object_of(body);
  if (!json) return Refused{json.error()};
  if (const auto known = knows_all_settings(*json); !known) return Refused{known.error()};
  (*json)["version"] = 0;
  const auto config =
      contract::parse_device_config(json->dump(-1, ' ', false, Json::error_handler_t::replace));
  if (config) return *config;
  return Refused{std::string{config.error().member.view()} + ": " +
                 std::string{contract::name(config.error().kind)} +
                 "; see docs/api.md for what is allowed"};
}

std::string config_json(const Device& device) {
  const Configuration none;
  const Configuration& all = device.configuration ? *device.configuration : none;
  std::array<char, contract::kMaxMessageBytes> buffer;
  std::string text = R"({"desired":)";
  text += all.desired.version == 0 ? "null" : contract::write_device_config(all.desired, buffer);
  text += R"(,"reported":)";
  text += all.reported ? contract::write_reported_config(*all.reported, buffer) : "null";
  const bool in_force = all.reported && all.reported->in_force.version >= all.desired.version &&
                        all.reported->refused().empty();
  text += in_force ? R"(,"in_force":true})" : R"(,"in_force":false})";
  return text;
}

}  // namespace luft::hub::api

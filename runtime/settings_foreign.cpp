#include "runtime/settings_foreign.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cmath>
#include <functional>
#include <set>
#include <utility>

#include "runtime/metric_units.h"
#include "runtime/nearest.h"
#include "runtime/settings_entry.h"

namespace luft::runtime {
namespace {

constexpr std::size_t kMaxSources = 10'000;
constexpr std::size_t kMaxCovers = 1'000;
constexpr std::size_t kMaxCommandPayload = 512;
constexpr double kMaxFactor = 1'000'000;
constexpr double kShortestTravel_s = 1;
constexpr double kLongestTravel_s = 600;

// Calls `read` for each entry of a list that may be empty.
void each_of(const YAML::Node& list, const std::string& name, std::size_t most,
             std::string_view file, SettingsReading& reading,
             const std::function<void(const YAML::Node&)>& read) {
  SettingsEntry whole{list, name, file, reading};
  if (list.IsNull()) return;
  if (!list.IsSequence()) return whole.problem(list, name + " must be a list");
  if (list.size() > most) return whole.problem(list, fmt::format("at most {} {}", most, name));
  for (const YAML::Node& node : list) read(node);
}

void read_metric(const YAML::Node& value, SettingsEntry& entry, SourceSettings& source) {
  const std::string given = entry.text(value, "metric");
  if (const auto metric = contract::metric_named(given)) {
    source.metric = *metric;
    return;
  }
  std::vector<std::string> known;
  for (const contract::MetricInfo& each : contract::all_metrics()) known.emplace_back(each.name);
  entry.problem(value, fmt::format("sources.metric: \"{}\" is not one of {}{}", given,
                                   listed(known), did_you_mean(nearest(given, known))));
}

SourceSettings read_source(const YAML::Node& node, std::string_view file,
                           SettingsReading& reading) {
  SourceSettings source;
  SettingsEntry entry{node, "sources", file, reading};
  const std::size_t before = reading.problems.size();
  const bool is_map = entry.read({
      {"topic", [&](const YAML::Node& it) { source.topic = entry.topic(it, "topic"); }},
      {"pointer", [&](const YAML::Node& it) { source.pointer = entry.pointer(it, "pointer"); }},
      {"device", [&](const YAML::Node& it) { source.device = entry.device(it); }},
      {"metric", [&](const YAML::Node& it) { read_metric(it, entry, source); }},
      {"factor",
       [&](const YAML::Node& it) {
         source.factor = entry.number(it, "factor", -kMaxFactor, kMaxFactor);
       }},
      {"offset",
       [&](const YAML::Node& it) {
         source.offset = entry.number(it, "offset", -kMaxFactor, kMaxFactor);
       }},
      {"unit", [&](const YAML::Node& it) { source.unit = entry.text(it, "unit"); }},
  });
  if (!is_map) return source;
  for (const char* member : {"topic", "device", "metric"}) entry.require(member);
  if (reading.problems.size() == before && !scale_from(source.metric, source.unit)) {
    entry.problem(node,
                  fmt::format("sources.unit: \"{}\" is not a unit of {}: {}", source.unit,
                              contract::info(source.metric).name, listed(units_of(source.metric))));
  }
  return source;
}

CoverCommand read_command(const YAML::Node& node, const std::string& name, std::string_view file,
                          SettingsReading& reading) {
  CoverCommand command;
  SettingsEntry entry{node, "covers." + name, file, reading};
  const bool is_map = entry.read({
      {"topic", [&](const YAML::Node& it) { command.topic = entry.topic(it, "topic"); }},
      {"payload",
       [&](const YAML::Node& it) {
         command.payload = entry.text(it, "payload");
         if (command.payload.size() <= kMaxCommandPayload) return;
         entry.problem(
             it, fmt::format("covers.{}.payload: at most {} characters", name, kMaxCommandPayload));
       }},
  });
  if (!is_map) return command;
  entry.require("topic");
  entry.require("payload");
  const bool says_position = command.payload.find("{position}") != std::string::npos;
  if (name == "set_position" && entry.has("payload") && !says_position) {
    entry.problem(node, "covers.set_position.payload must hold {position}");
  }
  return command;
}

void read_state(const YAML::Node& node, std::string_view file, SettingsReading& reading,
                CoverSettings& cover) {
  SettingsEntry entry{node, "covers.state", file, reading};
  const bool is_map = entry.read({
      {"topic", [&](const YAML::Node& it) { cover.state_topic = entry.topic(it, "topic"); }},
      {"pointer",
       [&](const YAML::Node& it) { cover.state_pointer = entry.pointer(it, "pointer"); }},
  });
  if (is_map) entry.require("topic");
}

void read_inverted(const YAML::Node& value, SettingsEntry& entry, CoverSettings& cover) {
  const std::string given = value.IsScalar() ? value.Scalar() : "";
  if (given != "true" && given != "false") {
    return entry.problem(value, fmt::format("covers.inverted: \"{}\" is not true or false", given));
  }
  cover.inverted = given == "true";
}

CoverSettings read_cover(const YAML::Node& node, std::string_view file, SettingsReading& reading) {
  CoverSettings cover;
  SettingsEntry entry{node, "covers", file, reading};
  const auto command = [&](const std::string& name, CoverCommand& into) {
    return [&, name](const YAML::Node& it) { into = read_command(it, name, file, reading); };
  };
  const bool is_map = entry.read({
      {"device", [&](const YAML::Node& it) { cover.device = entry.device(it); }},
      {"set_position", command("set_position", cover.set_position)},
      {"open", command("open", cover.open)},
      {"close", command("close", cover.close)},
      {"stop", command("stop", cover.stop)},
      {"state", [&](const YAML::Node& it) { read_state(it, file, reading, cover); }},
      {"inverted", [&](const YAML::Node& it) { read_inverted(it, entry, cover); }},
      {"travel_s",
       [&](const YAML::Node& it) {
         const double travel_s = entry.number(it, "travel_s", kShortestTravel_s, kLongestTravel_s);
         cover.travel = std::chrono::seconds{std::lround(travel_s)};
       }},
  });
  if (!is_map) return cover;
  entry.require("device");
  if (!entry.has("set_position") && !(entry.has("open") && entry.has("close"))) {
    entry.problem(node, "covers needs set_position, or both open and close");
  }
  return cover;
}

}  // namespace

void read_sources(const YAML::Node& sources, std::string_view name, SettingsReading& reading) {
  std::set<std::pair<std::string, contract::Metric>> fed;
  each_of(sources, "sources", kMaxSources, name, reading, [&](const YAML::Node& node) {
    const std::size_t before = reading.problems.size();
    SourceSettings source = read_source(node, name, reading);
    if (reading.problems.size() != before) return;
    if (!fed.emplace(source.device, source.metric).second) {
      SettingsEntry{node, "sources", name, reading}.problem(
          node, fmt::format("{} of device {} has a source already",
                            contract::info(source.metric).name, source.device));
    }
    reading.settings.sources.push_back(std::move(source));
  });
}

void read_covers(const YAML::Node& covers, std::string_view name, SettingsReading& reading) {
  std::set<std::string> devices;
  each_of(covers, "covers", kMaxCovers, name, reading, [&](const YAML::Node& node) {
    const std::size_t before = reading.problems.size();
    CoverSettings cover = read_cover(node, name, reading);
    if (reading.problems.size() != before) return;
    if (!devices.insert(cover.device).second) {
      SettingsEntry{node, "covers", name, reading}.problem(
          node, fmt::format("device {} has a cover already", cover.device));
    }
    reading.settings.covers.push_back(std::move(cover));
  });
}

}  // namespace luft::runtime

#include "runtime/settings.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "runtime/file.h"
#include "runtime/nearest.h"
#include "runtime/settings_schema.h"
#include "runtime/settings_yaml.h"

namespace luft::runtime {
namespace {

constexpr std::string_view kFileVariable = "LUFT_CONFIG";
constexpr std::string_view kPrefix = "LUFT_";
constexpr std::string_view kTestPrefix = "LUFT_TEST_";  // belongs to our tests
constexpr const char* kDefaultFile = "luft.yaml";

void read_variables(const Environment& environment, SettingsReading& reading) {
  std::vector<std::string> known{std::string{kFileVariable}};
  for (const SettingRow& row : all_settings()) {
    const std::string variable = variable_of(row.path);
    known.push_back(variable);
    const auto found = environment.find(variable);
    if (found == environment.end()) continue;
    const auto written = row.write(reading.settings, found->second);
    if (written) {
      reading.set_at[row.path] = variable;
    } else if (!found->second.empty()) {  // empty: not set, where empty is no value
      reading.problems.push_back({variable, written.error()});
    }
  }
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kPrefix) || name.starts_with(kTestPrefix)) continue;
    if (std::ranges::find(known, name) != known.end()) continue;
    reading.problems.push_back({name, "no such setting" + did_you_mean(nearest(name, known))});
  }
}

void check_whole(SettingsReading& reading) {
  for (const SettingsProblem& problem : check_together(reading.settings)) {
    const auto set_at = reading.set_at.find(problem.where);
    const std::string& where = set_at == reading.set_at.end() ? problem.where : set_at->second;
    reading.problems.push_back({where, fmt::format("{} {}", problem.where, problem.what)});
  }
}

std::expected<Settings, std::vector<SettingsProblem>> finish(SettingsReading reading,
                                                             const Environment& environment) {
  read_variables(environment, reading);
  if (reading.problems.empty()) check_whole(reading);
  if (!reading.problems.empty()) return std::unexpected{std::move(reading.problems)};
  return std::move(reading.settings);
}

}  // namespace

std::string did_you_mean(const std::optional<std::string>& nearest) {
  return nearest ? fmt::format("; did you mean {}?", *nearest) : "";
}

Environment process_environment() {
  Environment environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

std::optional<std::string> find_settings_file(const std::optional<std::string>& from_command_line,
                                              const Environment& environment) {
  if (from_command_line) return from_command_line;
  const auto variable = environment.find(kFileVariable);
  if (variable != environment.end() && !variable->second.empty()) return variable->second;
  if (std::filesystem::exists(kDefaultFile)) return kDefaultFile;
  return std::nullopt;
}

std::expected<Settings, std::vector<SettingsProblem>> load_settings(
    const std::optional<std::string>& file, const Environment& environment) {
  if (!file) return finish({}, environment);
  const auto yaml = read_file(*file);
  if (yaml) return read_settings(*yaml, *file, environment);
  SettingsReading reading;
  reading.problems.push_back({*file, yaml.error()});
  return finish(std::move(reading), environment);
}

std::expected<Settings, std::vector<SettingsProblem>> read_settings(
    std::string_view yaml, std::string_view name, const Environment& environment) {
  return finish(read_yaml(yaml, name), environment);
}

Environment to_environment(const Settings& settings) {
  Environment environment;
  for (const SettingRow& row : all_settings()) {
    environment.emplace(variable_of(row.path), row.read(settings));
  }
  return environment;
}

std::vector<SettingDescription> describe_settings() {
  std::vector<SettingDescription> descriptions;
  const Settings defaults;
  for (const SettingRow& row : all_settings()) {
    descriptions.push_back({.path = row.path,
                            .variable = variable_of(row.path),
                            .allowed = row.allowed,
                            .default_value = row.read(defaults),
                            .meaning = row.meaning});
  }
  return descriptions;
}

std::string reachable_at(const std::string& bind) {
  if (bind == "::") return "[::1]";
  if (bind.empty() || bind == "0.0.0.0") return "127.0.0.1";
  return bind;
}

}  // namespace luft::runtime

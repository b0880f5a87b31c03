#include "ml/versions/version_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "ml/features.h"
#include "ml/model/artifact.h"
#include "ml/model/place.h"
#include "ml/versions/versions.h"

namespace luft::ml {
namespace {

constexpr std::array<const char*, 3> kEventNames{"used", "rolled back to", "kept back"};
constexpr std::size_t kShownChanges = 5;

int fail(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  return 1;
}

Versions versions_of(const runtime::Settings& settings) {
  return {models_folder(settings), default_model()};
}

std::uint64_t now_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

std::string date_of(std::uint64_t time_ms) {
  const auto seconds = static_cast<std::time_t>(time_ms / 1000);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &utc);
  return text.data();
}

// What stands in the way of a version put in force being the one that decides.
void warn_of_setting(const runtime::Settings& settings) {
  if (settings.ml.model_dir.empty()) return;
  fmt::print(stderr, "but ml.model_dir is set: luft-ml keeps deciding with {}\n",
             settings.ml.model_dir);
}

}  // namespace

std::string folder_meant(const std::string& model, const runtime::Settings& settings) {
  if (model.empty()) return model_in_force(settings);
  return versions_of(settings).folder_of(model).value_or(model);
}

int list_models(const runtime::Settings& settings) {
  const Versions versions = versions_of(settings);
  const std::string in_force = versions.in_force();
  const std::string shadow = versions.shadow();
  for (const auto& name : versions.names()) {
    const std::string folder = versions.folder_of(name).value_or(name);
    const auto model = load_model(folder);
    const char* role = name == in_force ? "in force" : name == shadow ? "shadow" : "";
    fmt::print("{:<12} {:<9} {}\n", name, role, model ? folder : "refused: " + model.error());
  }
  const auto history = versions.history();
  const std::size_t first = history.size() - std::min(kShownChanges, history.size());
  for (std::size_t i = first; i < history.size(); ++i) {
    fmt::print("{}  {} {}: {}\n", date_of(history[i].time_ms),
               kEventNames[static_cast<std::size_t>(history[i].event)], history[i].version,
               history[i].reason);
  }
  warn_of_setting(settings);
  return 0;
}

int show_model(const std::string& model, const runtime::Settings& settings) {
  const std::string folder = folder_meant(model, settings);
  const auto loaded = load_model(folder);
  if (!loaded) return fail(loaded.error());
  fmt::print("{}\nversion {}, features {}, seed {}, data {:.12}…\n", folder, loaded->version,
             kFeatureSchema, loaded->seed, loaded->data_fingerprint);
  for (const auto& [name, value] : loaded->metrics) fmt::print("{:<44}{:>8.3f}\n", name, value);
  return 0;
}

int use_model(const std::string& version, Condition condition, const runtime::Settings& settings) {
  Versions versions = versions_of(settings);
  const auto used = condition == Condition::if_better
                        ? versions.use_if_better(version, now_ms())
                        : versions.use(version, "a person's wish", now_ms());
  if (!used) return fail(used.error());
  fmt::print("{} is in force; a running luft-ml takes it over within seconds\n", *used);
  warn_of_setting(settings);
  return 0;
}

int roll_back_model(const runtime::Settings& settings) {
  const auto before = versions_of(settings).roll_back("a person's wish", now_ms());
  if (!before) return fail(before.error());
  fmt::print("{} is in force again; a running luft-ml takes it over within seconds\n", *before);
  warn_of_setting(settings);
  return 0;
}

int shadow_model_with(const std::string& version, const runtime::Settings& settings) {
  const auto set = versions_of(settings).set_shadow(version == "off" ? "" : version);
  if (!set) return fail(set.error());
  fmt::print("{}\n", version == "off" ? "no model decides in the shadow"
                                      : version + " decides in the shadow: logged, never sent");
  return 0;
}

int export_model(const std::string& version, const std::string& target,
                 const runtime::Settings& settings) {
  if (const auto done = versions_of(settings).export_to(version, target); !done) {
    return fail(done.error());
  }
  fmt::print("{}\n", target);
  return 0;
}

}  // namespace luft::ml

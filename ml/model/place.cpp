// Paths only; nothing is read.
#include "ml/model/place.h"

#include <filesystem>

namespace luft::ml {

namespace fs = std::filesystem;

std::string models_folder(const runtime::Settings& settings) {
  return fs::path(settings.data) / "models";
}

std::string default_model() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  return program.parent_path().parent_path() / "share" / "luft" / "model";
}

std::string model_in_force(const runtime::Settings& settings) {
  if (!settings.ml.model_dir.empty()) return settings.ml.model_dir;
  const fs::path current = fs::path(models_folder(settings)) / "current";
  std::error_code ignored;
  if (fs::exists(current, ignored)) return current;
  return default_model();
}

std::string shadow_model(const runtime::Settings& settings) {
  const fs::path shadow = fs::path(models_folder(settings)) / "shadow";
  std::error_code ignored;
  return fs::exists(shadow, ignored) ? shadow.string() : std::string();
}

std::string taste_file(const runtime::Settings& settings) {
  return fs::path(models_folder(settings)) / "tastes.json";
}

std::string wish_file(const runtime::Settings& settings) {
  return fs::path(models_folder(settings)) / "wishes.ndjson";
}

}  // namespace luft::ml

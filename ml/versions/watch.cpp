#include "ml/versions/watch.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <utility>

#include "ml/versions/gate.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;

constexpr auto kGone = "-";

// Differs whenever another file lies there: inode, size and time of change tell, without reading.
std::string identity_of(const fs::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return kGone;
  return fmt::format("{}:{}:{}:{}.{}", status.st_dev, status.st_ino, status.st_size,
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

std::string identity_at(const std::string& folder) {
  if (folder.empty()) return {};
  std::error_code missing;
  const fs::path real = fs::canonical(folder, missing);
  if (missing) return {};
  return fmt::format("{}|{}|{}", real.string(), identity_of(real / "model.json"),
                     identity_of(real / "weights.safetensors"));
}

}  // namespace

std::optional<ModelWatch::Change> ModelWatch::poll() {
  const std::string folder = place_();
  std::string identity = identity_at(folder);
  if (identity == seen_) return std::nullopt;
  seen_ = std::move(identity);
  if (seen_.empty()) return Change{.folder = {}, .model = std::unexpected("it is not there")};
  return Change{.folder = folder, .model = load_checked_model(folder)};
}

bool FileWatch::has_changed() {
  if (file_.empty()) return false;
  std::string identity = identity_of(file_);
  if (identity == kGone && seen_.empty()) return false;
  return std::exchange(seen_, identity) != identity;
}

void ModelWatch::mark_known() {
  seen_ = identity_at(place_());
}

}  // namespace luft::ml

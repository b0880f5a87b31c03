#include "ml/versions/versions.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <regex>
#include <system_error>

#include "ml/model/artifact.h"
#include "ml/versions/champion.h"
#include "ml/versions/gate.h"
#include "runtime/unique_fd.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;

constexpr auto kCurrent = "current";
constexpr auto kShadow = "shadow";
constexpr auto kHistory = "history.ndjson";

// Held while something changes; let go by the destructor, and by the kernel should we be killed.
std::expected<runtime::UniqueFd, std::string> lock_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  const std::string file = fs::path(folder) / ".lock";
  runtime::UniqueFd lock(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644));
  if (lock.get() < 0 || ::flock(lock.get(), LOCK_EX) != 0) {
    return std::unexpected(
        file + ": cannot be locked: " + std::error_code(errno, std::generic_category()).message());
  }
  return lock;
}

// Where a link in `folder` leads, without its path; empty: nowhere.
std::string target_of(const std::string& folder, const char* link) {
  std::error_code missing;
  const fs::path target = fs::read_symlink(fs::path(folder) / link, missing);
  return missing ? std::string() : target.filename().string();
}

}  // namespace

bool is_semantic_version(std::string_view text) {
  static const std::regex kPattern(
      R"((0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)");
  return text.size() <= 64 && std::regex_match(text.begin(), text.end(), kPattern);
}

Versions::Versions(std::string folder, std::string shipped)
    : folder_(std::move(folder)), shipped_(std::move(shipped)) {}

std::expected<std::string, std::string> Versions::folder_of(const std::string& version) const {
  if (version == kShippedVersion) return shipped_;
  const fs::path here = fs::path(folder_) / version;
  std::error_code ignored;
  if (is_semantic_version(version) && fs::is_directory(here, ignored)) return here.string();
  if (fs::is_directory(version, ignored)) return version;
  return std::unexpected(fmt::format("no version and no folder is named \"{}\"; there are {}",
                                     version, fmt::join(names(), ", ")));
}

std::vector<std::string> Versions::names() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    const std::string name = entry.path().filename();
    if (is_semantic_version(name) && entry.is_directory(ignored)) names.push_back(name);
  }
  std::ranges::sort(names);
  names.insert(names.begin(), std::string(kShippedVersion));
  return names;
}

bool Versions::is_taken(const std::string& version) const {
  std::error_code ignored;
  const auto shipped = load_model(shipped_);
  return fs::exists(fs::path(folder_) / version, ignored) ||
         (shipped && shipped->version == version);
}

std::string Versions::next_free() const {
  const auto shipped = load_model(shipped_);
  const std::string from = shipped ? shipped->version : "0.1.0";
  const std::size_t dot = from.rfind('.');
  std::string next;
  for (int patch = std::atoi(from.c_str() + dot + 1) + 1;; ++patch) {
    next = fmt::format("{}.{}", from.substr(0, dot), patch);
    if (!is_taken(next)) return next;
  }
}

std::string Versions::in_force() const {
  const std::string current = target_of(folder_, kCurrent);
  return current.empty() ? std::string(kShippedVersion) : current;
}

std::string Versions::shadow() const {
  return target_of(folder_, kShadow);
}

std::vector<VersionChange> Versions::history() const {
  return read_history(fs::path(folder_) / kHistory);
}

std::expected<std::string, std::string> Versions::bring_here(const std::string& folder) const {
  auto model = load_checked_model(folder);
  if (!model) return std::unexpected(model.error());
  if (!is_semantic_version(model->version)) {
    return std::unexpected(folder + ": its version \"" + model->version + "\" is not semantic");
  }
  // Memories and tastes are kept by version: no two models may share one.
  if (const auto shipped = load_model(shipped_);
      shipped && shipped->version == model->version && shipped->weights != model->weights) {
    return std::unexpected(folder + ": its version " + model->version +
                           " is that of the model that comes with Luft: train it under another");
  }
  const fs::path here = fs::path(folder_) / model->version;
  std::error_code ignored;
  if (fs::equivalent(folder, here, ignored)) return model->version;
  if (const auto there = load_model(here); there && there->weights != model->weights) {
    return std::unexpected(here.string() + ": there is another model of this version already");
  }
  if (const auto saved = save_model(*model, here); !saved) return std::unexpected(saved.error());
  return model->version;
}

std::expected<void, std::string> Versions::turn(const std::string& link,
                                                const std::string& version) const {
  const fs::path place = fs::path(folder_) / link;
  std::error_code error;
  if (version.empty() || version == kShippedVersion) {
    fs::remove(place, error);
  } else {
    const fs::path made = place.string() + ".new";
    fs::remove(made, error);
    fs::create_directory_symlink(version, made, error);
    if (!error) fs::rename(made, place, error);
  }
  if (error) return std::unexpected(fmt::format("{}: {}", place.string(), error.message()));
  return {};
}

std::expected<std::string, std::string> Versions::use(const std::string& version,
                                                      const std::string& reason,
                                                      std::uint64_t time_ms) {
  const auto lock = lock_folder(folder_);
  if (!lock) return std::unexpected(lock.error());
  std::string name = version;
  if (version == kShippedVersion) {
    if (const auto whole = load_checked_model(shipped_); !whole) {
      return std::unexpected(whole.error());
    }
  } else {
    const auto folder = folder_of(version);
    if (!folder) return folder;
    const auto brought = bring_here(*folder);
    if (!brought) return brought;
    name = *brought;
  }
  if (in_force() == name) return name;
  const std::string history_file = fs::path(folder_) / kHistory;
  const auto changes = read_history(history_file);
  if (std::ranges::none_of(changes, [](const VersionChange& change) {
        return change.event == VersionEvent::used;
      })) {
    // The first change: what was in force before has to be known for going back.
    const VersionChange first{.time_ms = time_ms,
                              .event = VersionEvent::used,
                              .version = in_force(),
                              .reason = "in force when the history began"};
    if (const auto kept = append_history(history_file, first); !kept) {
      return std::unexpected(kept.error());
    }
  }
  if (const auto turned = turn(kCurrent, name); !turned) return std::unexpected(turned.error());
  const auto kept = append_history(
      history_file,
      {.time_ms = time_ms, .event = VersionEvent::used, .version = name, .reason = reason});
  if (!kept) return std::unexpected(kept.error());
  return name;
}

std::expected<std::string, std::string> Versions::use_if_better(const std::string& version,
                                                                std::uint64_t time_ms) {
  const auto folder = folder_of(version);
  if (!folder) return folder;
  const auto challenger = load_checked_model(*folder);
  if (!challenger) return std::unexpected(challenger.error());
  const auto champion = load_model(folder_of(in_force()).value_or(shipped_));
  if (!champion) return use(version, "the one in force cannot be read", time_ms);
  const Verdict verdict = judge_challenger(*challenger, *champion);
  if (verdict.is_better) return use(version, verdict.reason, time_ms);
  const auto lock = lock_folder(folder_);
  if (!lock) return std::unexpected(lock.error());
  const auto kept = append_history(fs::path(folder_) / kHistory, {.time_ms = time_ms,
                                                                  .event = VersionEvent::kept_back,
                                                                  .version = challenger->version,
                                                                  .reason = verdict.reason});
  if (!kept) return std::unexpected(kept.error());
  return std::unexpected(challenger->version + " is kept back: " + verdict.reason);
}

std::expected<std::string, std::string> Versions::roll_back(const std::string& reason,
                                                            std::uint64_t time_ms) {
  const auto lock = lock_folder(folder_);
  if (!lock) return std::unexpected(lock.error());
  const auto before = version_before(history());
  if (!before) return std::unexpected("there is no version before the one in force");
  const auto folder = folder_of(*before);
  if (!folder) return folder;
  if (const auto whole = load_checked_model(*folder); !whole) {
    return std::unexpected(whole.error());
  }
  if (const auto turned = turn(kCurrent, *before); !turned) {
    return std::unexpected(turned.error());
  }
  const auto kept =
      append_history(fs::path(folder_) / kHistory, {.time_ms = time_ms,
                                                    .event = VersionEvent::rolled_back,
                                                    .version = *before,
                                                    .reason = reason});
  if (!kept) return std::unexpected(kept.error());
  return *before;
}

std::expected<void, std::string> Versions::set_shadow(const std::string& version) {
  const auto lock = lock_folder(folder_);
  if (!lock) return std::unexpected(lock.error());
  if (version.empty()) return turn(kShadow, {});
  if (version == kShippedVersion) {
    return std::unexpected("the model that comes with Luft has no place to link to");
  }
  const auto folder = folder_of(version);
  if (!folder) return std::unexpected(folder.error());
  const auto brought = bring_here(*folder);
  if (!brought) return std::unexpected(brought.error());
  return turn(kShadow, *brought);
}

std::expected<void, std::string> Versions::export_to(const std::string& version,
                                                     const std::string& target) const {
  const auto folder = folder_of(version);
  if (!folder) return std::unexpected(folder.error());
  const auto model = load_checked_model(*folder);
  if (!model) return std::unexpected(model.error());
  return save_model(*model, target);
}

}  // namespace luft::ml

#include "hub/backup/desk.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <utility>

#include "hub/backup/take.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;

// What this desk makes, and nothing else in that folder: the database works there too.
constexpr std::string_view kFolderStart = "backup-";

std::string folder_name(SystemTime now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  return fmt::format("{}{:%Y-%m-%dT%H-%M-%S}Z", kFolderStart, seconds);
}

std::uint64_t bytes_of(const Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const BackupFile& file : manifest.files) bytes += file.bytes;
  return bytes;
}

std::uint64_t readings_of(const Manifest& manifest) {
  const auto stored = manifest.counts.find("readings");
  return manifest.journaled + (stored == manifest.counts.end() ? 0 : stored->second);
}

BackupState done_state(const fs::path& folder, const Manifest& manifest) {
  return {.phase = BackupPhase::done,
          .folder = folder.string(),
          .began = SystemTime{std::chrono::milliseconds{manifest.taken_ms}},
          .ended = {},
          .readings = readings_of(manifest),
          .bytes = bytes_of(manifest),
          .error = {}};
}

// The newest that is whole. One without a manifest was being taken when its hub was killed.
BackupState newest_below(const fs::path& backups, const runtime::Log& log) {
  BackupState newest;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(backups, error)) {
    if (!entry.path().filename().string().starts_with(kFolderStart)) continue;
    const auto manifest = read_manifest(entry.path());
    if (manifest) {
      auto found = done_state(entry.path(), *manifest);
      if (found.began > newest.began) newest = std::move(found);
    } else if (!fs::exists(entry.path() / kManifestName)) {
      log.warn("a backup that was not finished is removed", {{"folder", entry.path().string()}});
      std::error_code ignored;
      fs::remove_all(entry.path(), ignored);
    }
  }
  return newest;
}

}  // namespace

BackupDesk::BackupDesk(Wiring wiring)
    : wiring_(std::move(wiring)),
      backups_(fs::absolute(wiring_.settings.data) / "backups"),
      state_(newest_below(backups_, wiring_.log)) {}

BackupDesk::~BackupDesk() {
  if (thread_.joinable()) thread_.join();
}

std::expected<BackupState, std::string> BackupDesk::begin() {
  const std::lock_guard lock{mutex_};
  if (state_.phase == BackupPhase::running) {
    return std::unexpected("a backup is being taken already, in " + state_.folder);
  }
  if (thread_.joinable()) thread_.join();  // it has said how it ended: nothing is waited for
  const SystemTime now = wiring_.clock.system_now();
  const fs::path folder = backups_ / folder_name(now);
  state_ = {.phase = BackupPhase::running,
            .folder = folder.string(),
            .began = now,
            .ended = {},
            .error = {}};
  std::packaged_task<void()> task{[this, folder] { take(folder); }};
  taken_ = task.get_future().share();
  thread_ = std::thread{std::move(task)};
  return state_;
}

BackupState BackupDesk::state() const {
  const std::lock_guard lock{mutex_};
  return state_;
}

bool BackupDesk::ended_within(std::chrono::milliseconds patience) const {
  std::shared_future<void> taken;
  {
    const std::lock_guard lock{mutex_};
    taken = taken_;
  }
  return !taken.valid() || taken.wait_for(patience) == std::future_status::ready;
}

std::expected<Manifest, std::string> BackupDesk::try_to_take(const fs::path& folder) {
  const auto note = [this](BackupStep step) {
    const std::lock_guard lock{mutex_};
    state_.step = step;
  };
  try {
    return take_backup(wiring_.settings, {.folder = folder,
                                          .settings_file = wiring_.settings_file,
                                          .on_step = note,
                                          .cancellation = wiring_.cancellation});
  } catch (const std::exception& problem) {  // the standard library's, about files
    return std::unexpected{problem.what()};
  }
}

void BackupDesk::take(const fs::path& folder) {
  const auto taken = try_to_take(folder);
  if (!taken) {
    wiring_.log.error("no backup was taken", {{"why", taken.error()}});
  } else {
    wiring_.log.info("a backup was taken", {{"folder", folder.string()}});
  }
  const std::lock_guard lock{mutex_};
  const SystemTime began = state_.began;
  if (taken) {
    state_ = done_state(folder, *taken);
  } else {
    state_.phase = BackupPhase::failed;
    state_.error = taken.error();
  }
  state_.began = began;
  state_.ended = wiring_.clock.system_now();
}

}  // namespace luft::hub

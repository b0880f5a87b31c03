// Takes backups that people ask of the running hub, one at a time, each in a folder of its own
// below $LUFT_DATA/backups, and tells how it stands. Any thread.
#pragma once

#include <chrono>
#include <expected>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "hub/backup/manifest.h"
#include "hub/backup/state.h"
#include "runtime/clock.h"
#include "runtime/log.h"
#include "runtime/settings.h"
#include "store/cancellation.h"

namespace luft::hub {

class BackupDesk {
 public:
  struct Wiring {
    const runtime::Settings& settings;
    std::optional<std::string> settings_file;  // the one in force
    std::shared_ptr<store::Cancellation> cancellation;
    const runtime::Clock& clock;
    runtime::Log log;
  };

  // Looks for the newest backup that is there already, and removes those that were not finished.
  explicit BackupDesk(Wiring wiring);
  BackupDesk(const BackupDesk&) = delete;
  BackupDesk& operator=(const BackupDesk&) = delete;
  ~BackupDesk();  // waits for the backup that is being taken

  // Begins one and returns how it stands; the error: one is being taken already.
  [[nodiscard]] std::expected<BackupState, std::string> begin();
  [[nodiscard]] BackupState state() const;

  // Whether none is being taken any more, after at most so long. Call it after cancelling what
  // waits for the database: then that backup fails.
  [[nodiscard]] bool ended_within(std::chrono::milliseconds patience) const;

 private:
  void take(const std::filesystem::path& folder);
  std::expected<Manifest, std::string> try_to_take(const std::filesystem::path& folder);

  Wiring wiring_;
  std::filesystem::path backups_;
  mutable std::mutex mutex_;  // guards all below
  BackupState state_;
  std::shared_future<void> taken_;
  std::thread thread_;
};

}  // namespace luft::hub

// Takes a backup of everything that one Luft keeps, while it runs: journal, registry and receipts
// (SQLite), history (ClickHouse), models, credentials, settings.
//
// Journal and database are copied one after the other, so the store is held back meanwhile
// (journal/store_hold.h): readings are taken and receipted as always, and each one is in exactly
// one of the two copies. A reading that was receipted before the journal was copied is in the
// backup; what came later is not.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "hub/backup/manifest.h"
#include "hub/backup/state.h"
#include "runtime/settings.h"
#include "store/cancellation.h"

namespace luft::hub {

struct TakeOptions {
  std::filesystem::path folder;              // made; must be empty when it is there
  std::optional<std::string> settings_file;  // the one in force
  // Called as each step begins, on the thread that takes the backup.
  std::function<void(BackupStep)> on_step = [](BackupStep) {};
  // Ends what waits for the database; null: nothing does.
  std::shared_ptr<store::Cancellation> cancellation{};
};

// Returns once everything is on disk and the manifest is written. On an error nothing is left.
[[nodiscard]] std::expected<Manifest, std::string> take_backup(const runtime::Settings& settings,
                                                               const TakeOptions& options);

}  // namespace luft::hub

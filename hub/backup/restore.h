// Brings a backup back, on a machine that has no data yet.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "hub/backup/manifest.h"
#include "runtime/settings.h"

namespace luft::hub {

// Checks every byte first, then fills the empty data folder; nothing of Luft may run there. The
// history is loaded by an embedded ClickHouse started for it on the configured ports, and counted
// against the manifest. On an error the data folder is as empty as before. When it is killed, or
// its last step fails, the subfolder `restoring` is left: what lies beside it may not be whole.
[[nodiscard]] std::expected<Manifest, std::string> restore_backup(
    const runtime::Settings& settings, const std::filesystem::path& folder);

// Nothing may run on a data folder in which a restore was not finished. The error says what to do.
[[nodiscard]] std::expected<void, std::string> check_no_half_restore(
    const std::filesystem::path& data);

}  // namespace luft::hub

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
// against the manifest. On an error, or when it is killed, the data folder is as empty as before,
// but for its subfolder `restoring`, which the next attempt removes.
[[nodiscard]] std::expected<Manifest, std::string> restore_backup(
    const runtime::Settings& settings, const std::filesystem::path& folder);

}  // namespace luft::hub

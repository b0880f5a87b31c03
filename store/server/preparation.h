// What must hold before the engine starts: the folder is ours alone, the ports are free, passwords
// and configuration files are written.
#pragma once

#include <expected>
#include <string>

#include "runtime/unique_fd.h"
#include "store/server/server_settings.h"

namespace luft::store {

// Makes the folders (mode 0700), takes the lock, checks the ports, makes missing passwords, writes
// config.xml and users.xml. The result holds the lock for as long as it lives; the system lets go
// of it when the process ends, however it ends. Errors say what is wrong and what to do.
[[nodiscard]] std::expected<runtime::UniqueFd, std::string> prepare_server(
    const ServerSettings& settings);

}  // namespace luft::store

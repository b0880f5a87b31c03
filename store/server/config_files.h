// The server's two configuration files, as text. Written anew at each start.
#pragma once

#include <string>
#include <string_view>

#include "store/server/server_settings.h"

namespace luft::store {

[[nodiscard]] std::string config_xml(const ServerSettings& settings);

// Users luft_writer, luft_reader and luft_admin with the SHA-256 of their passwords, and `default`,
// whom nobody can be: see the comment in the .cpp. Writer and admin come from where
// `services_from` says, wherever else the server listens.
[[nodiscard]] std::string users_xml(const DatabasePasswords& passwords,
                                    const ServerSettings& settings);

// The statements the server's own session runs. The last one ends when `stdin` does.
[[nodiscard]] std::string_view start_statements();

}  // namespace luft::store

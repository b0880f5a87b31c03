// Who may ask the hub over HTTP, as far as settings say it: what the hub asks for is what the
// command line must send.
#pragma once

#include <string>
#include <string_view>

#include "runtime/settings.h"

namespace luft::runtime {

// Whether only programs of this machine reach what listens on `address` (an address or a name).
[[nodiscard]] bool is_loopback(std::string_view address);

// The file whose first line every request must bring as its password: http.password_file, or, when
// the hub listens beyond loopback, one that it makes itself in the data folder. Empty: no password.
[[nodiscard]] std::string http_password_file(const Settings& settings);

}  // namespace luft::runtime

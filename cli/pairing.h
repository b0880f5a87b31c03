// What a person pastes into a new device's setup page, so that it finds our own broker.
#pragma once

#include <string>
#include <string_view>

#include "runtime/settings.h"

namespace luft::cli {

// mqtt[s]://ID:PASSWORD@HOST:PORT, see contract/pairing_code.h. `host` is how devices reach this
// machine. Empty when that is no name or IPv4 address, or a part is too long.
[[nodiscard]] std::string pairing_code(const runtime::Settings& settings, std::string_view device,
                                       std::string_view password, std::string_view host);

// How devices reach our own broker as far as this machine can tell: the address that it listens on,
// else the first IPv4 address of a network, else this machine's name.
[[nodiscard]] std::string own_host(const runtime::Settings& settings);

}  // namespace luft::cli

// The Unix socket by which our own services reach our own broker: a message costs both sides less
// than by TCP (docs/decisions/0016-services-by-a-socket.md).
#pragma once

#include <filesystem>

#include "cli/data_folder.h"

namespace luft::cli {

// Empty where there can be none: its path would be too long or has blanks, which mosquitto.conf(5)
// cannot name, or the file system of the folder, which must be there, takes no sockets. The
// services then come by TCP as all others do.
std::filesystem::path broker_socket(const DataFolder& folder);

}  // namespace luft::cli

// What the commands share that ask a Luft that runs already.
#pragma once

#include <expected>
#include <string>

#include "cli/addresses.h"
#include "cli/data_folder.h"
#include "runtime/settings.h"

namespace luft::cli {

struct Running {
  DataFolder folder;
  Addresses addresses;
};

// The Luft that runs in the data folder. The error says that none does, and how to start one.
std::expected<Running, std::string> find_running(const runtime::Settings& settings);

// Prints "luft: …" to stderr and returns the exit code 1.
int fail(const std::string& reason);

}  // namespace luft::cli

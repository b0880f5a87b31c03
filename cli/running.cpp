// Finds the running system.
#include "cli/running.h"

#include <fmt/format.h>

#include <cstdio>

namespace luft::cli {

std::expected<Running, std::string> find_running(const runtime::Settings& settings) {
  const DataFolder folder = running_data_folder(settings);
  if (const auto addresses = running_addresses(folder)) return Running{folder, *addresses};
  return std::unexpected(fmt::format(
      "nothing runs with the data folder {}; start it with ./luft up (or ./luft demo), or say "
      "which folder with LUFT_DATA",
      folder.root.string()));
}

int fail(const std::string& reason) {
  fmt::print(stderr, "luft: {}\n", reason);
  return 1;
}

}  // namespace luft::cli

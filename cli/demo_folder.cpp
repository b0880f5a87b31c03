// Deletes only what carries the demo's mark.
#include "cli/demo_folder.h"

#include <fmt/format.h>

#include <fstream>

#include "cli/addresses.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

fs::path mark(const DataFolder& folder) {
  return folder.root / "made-by-luft-demo";
}

}  // namespace

bool is_demo_folder(const DataFolder& folder) {
  return fs::exists(mark(folder));
}

std::expected<void, std::string> prepare_demo_folder(const DataFolder& folder, DemoFolder how) {
  const bool holds_something = fs::exists(folder.root) && !fs::is_empty(folder.root);
  if (holds_something && !is_demo_folder(folder)) {
    return std::unexpected(fmt::format(
        "{} holds data that no demo made; choose another folder with LUFT_DATA (or leave it unset)",
        folder.root.string()));
  }
  if (const auto running = running_addresses(folder)) {
    return std::unexpected(fmt::format("a demo runs in {} (process {})", folder.root.string(),
                                       running->supervisor_pid));
  }
  if (how == DemoFolder::fresh) fs::remove_all(folder.root);
  folder.create();
  std::ofstream(mark(folder)) << "Everything in this folder may be deleted.\n";
  return {};
}

}  // namespace luft::cli

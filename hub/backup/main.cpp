// luft-backup: takes and restores backups, beside a running hub (`luft backup`, `luft restore`).
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "hub/backup/folders.h"
#include "hub/backup/restore.h"
#include "hub/backup/take.h"
#include "hub/version.h"
#include "runtime/settings.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;

constexpr int kAskedWrongly = 2;

int fail(const std::string& why) {
  fmt::print(stderr, "luft: {}\n", why);
  return 1;
}

std::uint64_t count_of(const Manifest& manifest, const std::string& table) {
  const auto found = manifest.counts.find(table);
  return found == manifest.counts.end() ? 0 : found->second;
}

void print_contents(const char* done, const std::string& folder, const Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const auto& file : manifest.files) bytes += file.bytes;
  if (!manifest.history_at.empty()) {
    fmt::print(
        "{} {}: all but the history, {} readings in the journal, {} files, {:.1f} MB\n"
        "its history is in the ClickHouse at {}, which is backed up by its own means\n",
        done, folder, manifest.journaled, manifest.files.size(), static_cast<double>(bytes) / 1e6,
        manifest.history_at);
    return;
  }
  fmt::print("{} {}: {} readings in the history, {} in the journal, {} files, {:.1f} MB\n", done,
             folder, count_of(manifest, "readings"), manifest.journaled, manifest.files.size(),
             static_cast<double>(bytes) / 1e6);
}

int take(const runtime::Settings& settings, const std::string& folder,
         const std::optional<std::string>& settings_file) {
  const auto taken = take_backup(settings, {.folder = folder, .settings_file = settings_file});
  if (!taken) return fail("no backup: " + taken.error());
  print_contents("backed up to", folder, *taken);
  if (!taken->balanced) {
    fmt::print(stderr,
               "luft: when it was taken, not every reading was accounted for: see "
               "./luft verify\n");
  }
  return 0;
}

int bring_back(const runtime::Settings& settings, const std::string& folder) {
  const auto restored = restore_backup(settings, folder);
  if (!restored) return fail("nothing restored: " + restored.error());
  print_contents("restored from", folder, *restored);
  const fs::path kept = fs::path(settings.data) / "luft.yaml.restored";
  if (const auto copied = copy_all(fs::path(folder) / "luft.yaml", kept); !copied) {
    return fail(copied.error());
  }
  if (fs::exists(kept)) fmt::print("its settings file is {}\n", kept.string());
  for (const auto& [name, value] : restored->variables) {
    fmt::print("it ran with {}={}\n", name, value);
  }
  return 0;
}

int run(int argc, const char* const* argv) {
  CLI::App app{"Backups of one Luft", "luft-backup"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(kVersion));
  std::string folder;
  auto* backup = app.add_subcommand("backup", "Of all it keeps, while it runs");
  backup->add_option("folder", folder, "To make")->required();
  auto* restore = app.add_subcommand("restore", "Into an empty data folder");
  restore->add_option("folder", folder, "With a backup")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& answer) {  // also how CLI11 says that --help was printed
    return app.exit(answer) == 0 ? 0 : kAskedWrongly;
  }
  const auto environment = runtime::process_environment();
  const auto file = runtime::find_settings_file({}, environment);
  const auto settings = runtime::load_settings(file, environment);
  if (!settings) {
    for (const auto& [where, what] : settings.error()) fmt::print(stderr, "{}: {}\n", where, what);
    return kAskedWrongly;
  }
  return backup->parsed() ? take(*settings, folder, file) : bring_back(*settings, folder);
}

}  // namespace
}  // namespace luft::hub

int main(int argc, char** argv) {
  ::umask(0077);  // passwords are copied
  std::signal(SIGPIPE, SIG_IGN);
  if (sodium_init() < 0) return 1;
  return luft::hub::run(argc, argv);
}

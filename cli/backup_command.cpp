// `luft backup` and `luft restore`: luft-backup, told where this Luft keeps its data and listens.
#include <cstdlib>
#include <filesystem>

#include "cli/commands.h"
#include "cli/programs.h"
#include "cli/running.h"

namespace luft::cli {
namespace {

void tell(const char* variable, const std::string& value) {
  setenv(variable, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
}

}  // namespace

int run_backup(const Settings& settings, const std::string& folder) {
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  tell("LUFT_DATA", running->folder.root.string());
  if (settings.clickhouse.url.empty()) {  // it may have started with other ports than we are told
    const std::string& url = running->addresses.clickhouse_http;
    tell("LUFT_CLICKHOUSE_HTTP_PORT", url.substr(url.rfind(':') + 1));
  }
  return become("luft-backup", {"backup", folder});
}

int run_restore(const Settings& settings, const std::string& folder) {
  const DataFolder data = data_folder(settings);
  if (running_addresses(data)) {
    return fail("a Luft runs in " + data.root.string() +
                "; a backup is restored into an empty one");
  }
  return become("luft-backup", {"restore", folder});
}

}  // namespace luft::cli

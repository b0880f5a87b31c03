#include "hub/backup/take.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>

#include "hub/backup/folders.h"
#include "hub/database.h"
#include "hub/journal/balance.h"
#include "hub/journal/store_hold.h"
#include "hub/version.h"
#include "store/backup.h"
#include "store/history.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;
using runtime::Settings;

template <class T>
using Result = std::expected<T, std::string>;

constexpr std::chrono::seconds kHoldLapses{120};
constexpr std::chrono::seconds kSentWithin{60};
constexpr std::chrono::milliseconds kLookedAtEvery{50};

std::unexpected<std::string> failed(const store::ClickHouseError& error) {
  return std::unexpected("the database: " + error.message);
}

Result<void> wait_until_nothing_is_sent(StoreHold& hold) {
  const auto deadline = std::chrono::steady_clock::now() + kSentWithin;
  while (true) {
    const auto sent = hold.something_is_sent();
    if (!sent) return std::unexpected(sent.error());
    if (!*sent) return {};
    if (std::chrono::steady_clock::now() > deadline) {
      return std::unexpected(
          "the hub does not get its last batch into the database; ./luft status says why");
    }
    std::this_thread::sleep_for(kLookedAtEvery);
  }
}

// The database's own copy, in `to`; what it held goes into the manifest.
Result<void> copy_history(store::ClickHouseClient& admin, const fs::path& data, const fs::path& to,
                          StoreHold& hold, Manifest& manifest) {
  const auto pause = store::DeletionPause::begin(admin);
  if (!pause) return failed(pause.error());
  const auto before = store::table_counts(admin);
  if (!before) return failed(before.error());
  const std::string name = fmt::format("taking-{}", getpid());
  const fs::path made = data / "backups" / name;
  std::error_code ignored;
  fs::remove_all(made, ignored);  // of one that was cut short in this process
  const auto done =
      store::back_up(admin, name, [&] { return hold.renew(kHoldLapses).has_value(); });
  if (!done) {
    fs::remove_all(made, ignored);
    return failed(done.error());
  }
  const auto after = store::table_counts(admin);
  if (!after) return failed(after.error());
  if (*after != *before) {
    return std::unexpected(
        "someone else writes to the database; a copy would not be of one moment");
  }
  manifest.counts = *before;
  return move_all(made, to);
}

// `admin`: nothing where history is elsewhere; then all that the journal gave out counts as stored.
Result<void> note_balance(std::optional<store::ClickHouseClient>& admin, const std::string& journal,
                          Manifest& manifest) {
  auto reader = JournalReader::open(journal);
  if (!reader) return std::unexpected(reader.error());
  const auto kept = reader->counts();
  if (!kept) return std::unexpected(kept.error());
  std::map<std::string, std::uint64_t> rows;
  if (admin) {
    const auto stored = store::History(*admin).stored_counts();
    if (!stored) return failed(stored.error());
    for (const auto& [device, counts] : *stored) rows.emplace(device, counts.readings);
  } else {
    for (const auto& each : kept->devices) {
      rows.emplace(each.id.view(), each.counts.stored);
    }
  }
  manifest.balanced = balance_of(kept->devices, FixedRange::unknown, rows).balanced();
  for (const auto& each : kept->devices) manifest.journaled += each.journaled + each.fixed;
  return {};
}

// Whether the ClickHouse at a URL is the one over our own data folder, in a container beside us.
Result<bool> keeps_files_in(store::ClickHouseClient& admin, const fs::path& folder) {
  if (!fs::exists(folder)) return false;
  const auto path = admin.query("SELECT path FROM system.disks WHERE name = 'default'");
  if (!path) return failed(path.error());
  const fs::path found{path->substr(0, path->find_last_not_of("/\n") + 1)};
  return found == folder.lexically_normal();
}

// The database that keeps its files in our data folder, and answers; nothing where history is in a
// ClickHouse elsewhere, which is backed up by its own means.
Result<std::optional<store::ClickHouseClient>> own_history(const Settings& settings,
                                                           const TakeOptions& options) {
  const auto database = database_from(settings);
  if (!database) return std::unexpected(database.error());
  auto endpoint = database->admin;
  endpoint.cancellation = options.cancellation;
  std::optional<store::ClickHouseClient> admin{endpoint};
  if (!settings.clickhouse.url.empty()) {
    const auto is_ours = keeps_files_in(*admin, fs::absolute(settings.data) / "clickhouse/data");
    if (!is_ours) return std::unexpected(is_ours.error());
    if (!*is_ours) return std::nullopt;
  }
  if (const auto there = admin->query("SELECT 1"); !there) return failed(there.error());
  return admin;
}

Result<Manifest> take(const Settings& settings, const TakeOptions& options) {
  const fs::path data = fs::absolute(settings.data);
  const fs::path journal = data / "hub.sqlite";
  if (!fs::exists(journal)) {
    return std::unexpected(fmt::format("{} is not there: nothing to back up", journal.string()));
  }
  auto admin = own_history(settings, options);
  if (!admin) return std::unexpected(admin.error());

  const auto now = std::chrono::system_clock::now().time_since_epoch();
  Manifest manifest{.version = std::string(kVersion),
                    .taken_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count(),
                    .history_at = *admin ? "" : settings.clickhouse.url,
                    .counts = {},
                    .variables = {},
                    .files = {}};
  const auto defaults = runtime::to_environment(Settings{});
  for (const auto& [name, value] : runtime::to_environment(settings)) {
    const auto usual = defaults.find(name);
    if (usual == defaults.end() || usual->second != value) manifest.variables[name] = value;
  }
  const fs::path copy = options.folder / "hub.sqlite";
  {
    auto hold = StoreHold::take(journal.string(), kHoldLapses);
    if (!hold) return std::unexpected(hold.error());
    options.on_step(BackupStep::waiting);
    if (auto done = wait_until_nothing_is_sent(*hold); !done) return std::unexpected(done.error());
    options.on_step(BackupStep::journal);
    auto done = hold->copy_to(copy.string());
    options.on_step(BackupStep::history);
    if (done && *admin) {
      done = copy_history(**admin, data, options.folder / "clickhouse", *hold, manifest);
    }
    if (done) done = note_balance(*admin, copy.string(), manifest);
    if (done) done = hold->renew(kHoldLapses);  // it was in force all the while
    if (!done) return std::unexpected(done.error());
  }
  for (const char* part : {"credentials", "models", "rooms.memory"}) {
    if (auto done = copy_all(data / part, options.folder / part); !done) {
      return std::unexpected(done.error());
    }
  }
  if (options.settings_file) {
    auto done = copy_all(*options.settings_file, options.folder / "luft.yaml");
    if (!done) return std::unexpected(done.error());
  }
  options.on_step(BackupStep::checking);
  auto files = files_below(options.folder);
  if (!files) return std::unexpected(files.error());
  manifest.files = *std::move(files);
  auto done = sync_all(options.folder);
  if (done) done = write_manifest(options.folder, manifest);
  if (!done) return std::unexpected(done.error());
  return check_backup(options.folder);  // as a restore will read it
}

}  // namespace

Result<Manifest> take_backup(const Settings& settings, const TakeOptions& options) {
  if (const auto made = make_empty_folder(options.folder); !made) {
    return std::unexpected(made.error());
  }
  auto taken = take(settings, options);
  std::error_code ignored;
  if (!taken) fs::remove_all(options.folder, ignored);
  return taken;
}

}  // namespace luft::hub

#include "hub/backup/restore.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include "hub/backup/folders.h"
#include "hub/journal/journal.h"
#include "runtime/file.h"
#include "runtime/process.h"
#include "store/backup.h"
#include "store/credentials.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;
using runtime::Settings;

template <class T>
using Result = std::expected<T, std::string>;

constexpr const char* kName = "restored";  // in the server's folder of backups
constexpr std::chrono::seconds kServerAnswersWithin{60};
constexpr std::chrono::seconds kServerStopsWithin{10};
constexpr std::chrono::milliseconds kAskedEvery{50};
constexpr const char* kStaging = "restoring";
// In this order, the journal last: a hub must not find one without the other.
constexpr std::array kParts{"credentials", "models", "rooms.memory", "clickhouse", "hub.sqlite"};
// SQLite would replay these over the journal that was restored.
constexpr std::array kOfAnotherJournal{"hub.sqlite-wal", "hub.sqlite-shm"};

Result<void> must_be_empty(const fs::path& data) {
  std::vector<const char*> parts{kParts.begin(), kParts.end()};
  parts.insert(parts.end(), kOfAnotherJournal.begin(), kOfAnotherJournal.end());
  for (const char* part : parts) {
    if (!fs::exists(data / part)) continue;
    return std::unexpected(fmt::format(
        "{} is there already: a backup is restored into an empty data folder; name another with "
        "LUFT_DATA, or move this one away",
        (data / part).string()));
  }
  return {};
}

// An embedded ClickHouse over `data`, for as long as this lives.
class Server {
 public:
  static Result<Server> start(const Settings& settings, const fs::path& data) {
    std::error_code unknown;
    const fs::path program =
        fs::read_symlink("/proc/self/exe", unknown).parent_path() / "luft-clickhouse";
    auto process = runtime::Process::start(
        {.command = {program.string()},
         .set_env = {{"LUFT_DATA", data.string()},
                     {"LUFT_CLICKHOUSE_URL", ""},
                     {"LUFT_CLICKHOUSE_HTTP_PORT", std::to_string(settings.clickhouse.http_port)},
                     {"LUFT_CLICKHOUSE_TCP_PORT", std::to_string(settings.clickhouse.tcp_port)}},
         .output_file = (data / "clickhouse.log").string(),
         .working_folder = {},
         .group = runtime::ProcessGroup::own});
    if (!process) return std::unexpected(process.error());
    Server server(*std::move(process));
    const auto deadline = std::chrono::steady_clock::now() + kServerAnswersWithin;
    const auto password =
        store::read_password(store::password_file(data, store::DatabaseUser::admin));
    if (!password) return std::unexpected(password.error());
    server.endpoint_.url =
        fmt::format("http://{}:{}", runtime::reachable_at(settings.clickhouse.bind),
                    settings.clickhouse.http_port);
    server.endpoint_.user = store::name(store::DatabaseUser::admin);
    server.endpoint_.password = *password;
    while (!store::ClickHouseClient(server.endpoint_).query("SELECT 1")) {
      if (!server.process_.running() || std::chrono::steady_clock::now() > deadline) {
        return std::unexpected("the embedded ClickHouse did not start:\n" +
                               runtime::read_file((data / "clickhouse.log").string()).value_or(""));
      }
      std::this_thread::sleep_for(kAskedEvery);
    }
    return server;
  }
  [[nodiscard]] store::ClickHouseClient client() const {
    return store::ClickHouseClient(endpoint_);
  }
  Result<void> stop() {
    const auto ended = process_.terminate(kServerStopsWithin);
    if (ended.success()) return {};
    return std::unexpected("the embedded ClickHouse did not stop in order: " + ended.text());
  }

 private:
  explicit Server(runtime::Process process) : process_(std::move(process)) {}
  runtime::Process process_;
  store::ClickHouseEndpoint endpoint_;
};

Result<void> load_history(const Settings& settings, const fs::path& staging,
                          const Manifest& manifest) {
  auto server = Server::start(settings, staging);
  if (!server) return std::unexpected(server.error());
  auto admin = server->client();
  // What is older than the retention went on living in the backup; it may go once Luft runs.
  const auto pause = store::DeletionPause::begin(admin);
  const auto loaded = store::restore(admin, kName, [] { return true; });
  if (!loaded) return std::unexpected("the database: " + loaded.error().message);
  const auto counts = store::table_counts(admin);
  if (!counts) return std::unexpected("the database: " + counts.error().message);
  for (const auto& [table, count] : manifest.counts) {
    const auto found = counts->find(table);
    const std::uint64_t restored = found == counts->end() ? 0 : found->second;
    if (restored == count) continue;
    return std::unexpected(fmt::format("{}: {} of {} came back", table, restored, count));
  }
  return server->stop();
}

Result<void> check_journal(const fs::path& file, const Manifest& manifest) {
  const auto journal = Journal::open(file.string());
  if (!journal) return std::unexpected(journal.error());
  if (journal->backlog().readings == manifest.journaled) return {};
  return std::unexpected(fmt::format("{}: {} of {} journaled readings came back", file.string(),
                                     journal->backlog().readings, manifest.journaled));
}

Result<void> prepare(const Settings& settings, const fs::path& folder, const fs::path& staging,
                     const Manifest& manifest) {
  std::error_code failed;
  fs::remove_all(staging, failed);
  if (auto made = make_empty_folder(staging); !made) return made;
  for (const char* part : {"credentials", "models", "rooms.memory", "hub.sqlite"}) {
    if (auto done = copy_all(folder / part, staging / part); !done) return done;
  }
  if (manifest.history_at.empty()) {
    auto done = copy_all(folder / "clickhouse", staging / "backups" / kName);
    if (done) done = load_history(settings, staging, manifest);
    if (!done) return done;
  }
  if (auto done = check_journal(staging / "hub.sqlite", manifest); !done) return done;
  return sync_all(staging);
}

Result<void> move_in(const fs::path& staging, const fs::path& data) {
  for (const char* part : kParts) {
    if (!fs::exists(staging / part)) continue;
    if (auto done = move_all(staging / part, data / part); !done) return done;
  }
  std::error_code failed;
  fs::remove_all(staging, failed);
  return sync_all(data);
}

}  // namespace

Result<Manifest> restore_backup(const Settings& settings, const fs::path& folder) {
  const fs::path data = fs::absolute(settings.data).lexically_normal();
  if (const auto empty = must_be_empty(data); !empty) return std::unexpected(empty.error());
  auto manifest = check_backup(folder);
  if (!manifest) return manifest;
  std::error_code failed;
  fs::create_directories(data, failed);
  if (failed) return std::unexpected(fmt::format("{}: {}", data.string(), failed.message()));
  const fs::path staging = data / kStaging;
  if (const auto made = prepare(settings, fs::absolute(folder), staging, *manifest); !made) {
    fs::remove_all(staging, failed);
    return std::unexpected(made.error());
  }
  if (const auto moved = move_in(staging, data); !moved) {
    return std::unexpected(moved.error() + "; what is in " + data.string() +
                           " is not whole: move it away, and restore again");
  }
  return manifest;
}

Result<void> check_no_half_restore(const fs::path& data) {
  if (!fs::exists(data / kStaging)) return {};
  return std::unexpected(
      fmt::format("{} is there: a restore into this folder was not finished. Move the folder away "
                  "and restore again; or remove that subfolder, if nothing else is in the folder",
                  (data / kStaging).string()));
}

}  // namespace luft::hub

#include "store/backup.h"

#include <fmt/format.h>

#include <thread>
#include <utility>

#include "store/text_answers.h"

namespace luft::store {
namespace {

constexpr std::chrono::milliseconds kAskedEvery{500};

ClickHouseError failure(std::string message) {
  return {ClickHouseErrorKind::server_error, 0, std::move(message)};
}

// Runs BACKUP or RESTORE beside us and waits for it: it may take longer than an answer may.
ClickHouseResult<void> run_beside(ClickHouseClient& admin, const std::string& statement,
                                  const StillWanted& still_wanted) {
  const auto started = admin.query(statement + " ASYNC");
  if (!started) return std::unexpected(started.error());
  const std::string id = started->substr(0, started->find('\t'));
  while (true) {
    const auto row = admin.query("SELECT status, error FROM system.backups WHERE id = {id:String}",
                                 {{"id", id}});
    if (!row) return std::unexpected(row.error());
    const std::string status = row->substr(0, row->find('\t'));
    if (status == "BACKUP_CREATED" || status == "RESTORED") return {};
    if (status != "CREATING_BACKUP" && status != "RESTORING") {
      return std::unexpected(failure(fmt::format("{}: {}", statement, *row)));
    }
    if (!still_wanted()) return std::unexpected(failure(statement + ": given up"));
    std::this_thread::sleep_for(kAskedEvery);
  }
}

std::string sql_string(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\\' || c == '\'') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

ClickHouseResult<TableCounts> table_counts(ClickHouseClient& client) {
  // Rows of tables that merge equal keys change with every merge; what they sum up does not.
  const auto answer = client.query(
      "SELECT name, total_rows FROM system.tables WHERE database = 'luft' "
      "AND engine IN ('MergeTree', 'ReplicatedMergeTree') "
      "UNION ALL SELECT 'readings_10m.samples', sum(samples) FROM luft.readings_10m "
      "UNION ALL SELECT 'readings_1h.samples', sum(samples) FROM luft.readings_1h "
      "UNION ALL SELECT 'readings_1d.samples', sum(samples) FROM luft.readings_1d "
      "UNION ALL SELECT 'window_positions_1h.hours', count() FROM luft.window_positions_1h FINAL");
  if (!answer) return std::unexpected(answer.error());
  return read_counts(*answer);
}

ClickHouseResult<DeletionPause> DeletionPause::begin(ClickHouseClient& admin) {
  const auto stopped = admin.query("SYSTEM STOP TTL MERGES");
  if (!stopped) return std::unexpected(stopped.error());
  return DeletionPause(admin);
}

DeletionPause::DeletionPause(DeletionPause&& other) noexcept
    : admin_(std::exchange(other.admin_, nullptr)) {}

DeletionPause::~DeletionPause() {
  // One that cannot be ended ends with the server.
  if (admin_ != nullptr) (void)admin_->query("SYSTEM START TTL MERGES");
}

ClickHouseResult<void> back_up(ClickHouseClient& admin, const std::string& name,
                               const StillWanted& still_wanted) {
  return run_beside(admin, fmt::format("BACKUP DATABASE luft TO File({})", sql_string(name)),
                    still_wanted);
}

ClickHouseResult<void> restore(ClickHouseClient& admin, const std::string& name,
                               const StillWanted& still_wanted) {
  return run_beside(admin, fmt::format("RESTORE DATABASE luft FROM File({})", sql_string(name)),
                    still_wanted);
}

}  // namespace luft::store

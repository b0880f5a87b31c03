#include "store/migrations.h"

#include <fmt/format.h>

#include <utility>

#include "store/text_answers.h"

namespace luft::store {
namespace {

constexpr std::string_view kPreparation = R"(
CREATE DATABASE IF NOT EXISTS luft {on_cluster} ENGINE = Atomic;
CREATE TABLE IF NOT EXISTS luft.schema_migrations {on_cluster}
(
    version UInt32,
    name String,
    fingerprint UInt64 COMMENT 'of the file that was applied',
    applied DateTime('UTC') DEFAULT now()
)
ENGINE = {engine}MergeTree
ORDER BY version
SETTINGS {settings};
)";

// FNV-1a, 64 bits: notices an edited file, guards against nothing else.
std::uint64_t fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

ClickHouseResult<void> apply(ClickHouseClient& admin, std::string_view name, std::string_view sql,
                             const Layout& layout) {
  for (const auto& statement : statements_of(sql, layout)) {
    const auto done = admin.query(statement);
    if (done) continue;
    ClickHouseError error = done.error();
    error.message = fmt::format("applying {}: {}", name, error.message);
    return std::unexpected(std::move(error));
  }
  return {};
}

ClickHouseResult<AppliedFingerprints> applied_fingerprints(ClickHouseClient& admin) {
  const auto answer =
      admin.query("SELECT DISTINCT version, fingerprint FROM luft.schema_migrations", {}, "CSV");
  if (!answer) return std::unexpected(answer.error());
  return read_fingerprints(*answer);
}

ClickHouseResult<std::string> remember(ClickHouseClient& admin, const Migration& migration,
                                       std::uint64_t hash) {
  return admin.query(
      "INSERT INTO luft.schema_migrations (version, name, fingerprint) "
      "SELECT {version:UInt32}, {name:String}, {hash:UInt64}",
      {{"version", std::to_string(migration.version)},
       {"name", std::string(migration.name)},
       {"hash", std::to_string(hash)}});
}

ClickHouseError refusal(std::string message) {
  return {ClickHouseErrorKind::bad_request, 0, std::move(message)};
}

}  // namespace

ClickHouseResult<MigrationReport> migrate(ClickHouseClient& admin,
                                          std::span<const Migration> migrations,
                                          const Layout& layout) {
  if (const auto prepared = apply(admin, "the database luft", kPreparation, layout); !prepared) {
    return std::unexpected(prepared.error());
  }
  const auto applied = applied_fingerprints(admin);
  if (!applied) return std::unexpected(applied.error());

  MigrationReport report;
  report.from_version = applied->empty() ? 0 : applied->rbegin()->first;
  report.to_version = migrations.empty() ? 0 : migrations.back().version;
  if (report.from_version > report.to_version) {
    return std::unexpected(refusal(fmt::format(
        "the database has schema version {}, this program knows {}: install the newer Luft",
        report.from_version, report.to_version)));
  }
  for (const auto& migration : migrations) {
    const std::uint64_t hash = fingerprint(migration.sql);
    if (const auto found = applied->find(migration.version); found != applied->end()) {
      if (found->second == hash) continue;
      return std::unexpected(refusal(
          fmt::format("{} was changed after this database applied it: make the change a new file",
                      migration.name)));
    }
    if (const auto done = apply(admin, migration.name, migration.sql, layout); !done) {
      return std::unexpected(done.error());
    }
    if (const auto done = remember(admin, migration, hash); !done) {
      return std::unexpected(done.error());
    }
  }
  return report;
}

}  // namespace luft::store

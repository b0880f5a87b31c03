#include "store/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>
#include <utility>

namespace luft::store {
namespace {

// The window is per table and counts parts: 10,000 inserts of one month's rows.
constexpr std::string_view kOneServer =
    "non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1";
constexpr std::string_view kReplicated =
    "replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800, "
    "fsync_after_insert = 1, fsync_part_directory = 1";

// Tables that every server has whole: they are about the schema, not of any device.
constexpr std::array<std::string_view, 2> kShared{"schema_migrations", "retention_changes"};

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

std::vector<std::string> split(std::string_view sql) {
  std::vector<std::string> statements;
  for (std::size_t start = 0, end = 0; (end = sql.find(";\n", start)) != std::string_view::npos;
       start = end + 2) {
    statements.emplace_back(sql.substr(start, end - start));
  }
  return statements;
}

// "readings" of `CREATE TABLE IF NOT EXISTS luft.readings`; empty for other statements.
std::string table_made_by(const std::string& statement) {
  static const std::regex kCreate(R"(CREATE TABLE IF NOT EXISTS luft\.(\w+))");
  std::smatch found;
  return std::regex_search(statement, found, kCreate) ? found[1].str() : "";
}

bool fills_a_table(const std::string& statement) {
  static const std::regex kInsert(R"((^|\n)INSERT INTO )");
  return std::regex_search(statement, kInsert);
}

// Rows of one device, or one service, stay together; an insert that is sent again goes the same
// way.
std::string_view sharding_key(const std::string& table) {
  return table.starts_with("service_") ? "cityHash64(service)" : "cityHash64(device)";
}

void add_for_cluster(std::vector<std::string>& out, std::string statement, const Layout& layout) {
  const std::string table = table_made_by(statement);
  if (std::ranges::find(kShared, table) != kShared.end()) {
    // One path for all shards, one replica for each server.
    replace_all(
        statement, "{engine}MergeTree",
        fmt::format("ReplicatedMergeTree('/clickhouse/luft/{}', '{{shard}}-{{replica}}')", table));
    out.push_back(std::move(statement));
    return;
  }
  if (fills_a_table(statement)) {
    out.push_back(std::move(statement));  // through the distributed tables: once for all shards
    return;
  }
  if (statement.find("CREATE DATABASE") != std::string::npos) {
    std::string local = statement;
    replace_all(local, "luft", layout.rows_database());
    out.push_back(std::move(statement));
    out.push_back(std::move(local));
    return;
  }
  replace_all(statement, "{engine}", "Replicated");
  replace_all(statement, "luft.", fmt::format("{}.", layout.rows_database()));
  out.push_back(std::move(statement));
  if (table.empty()) return;
  out.push_back(
      fmt::format("CREATE TABLE IF NOT EXISTS luft.{0} {{on_cluster}} AS {1}.{0}\n"
                  "ENGINE = Distributed('{2}', '{1}', '{0}', {3})",
                  table, layout.rows_database(), layout.cluster, sharding_key(table)));
}

}  // namespace

std::string Layout::on_cluster() const {
  return is_cluster() ? fmt::format("ON CLUSTER '{}'", cluster) : "";
}

std::vector<std::string> statements_of(std::string_view sql, const Layout& layout) {
  std::vector<std::string> statements;
  for (auto& statement : split(sql)) {
    if (layout.is_cluster()) {
      add_for_cluster(statements, std::move(statement), layout);
    } else {
      replace_all(statement, "{engine}", "");
      statements.push_back(std::move(statement));
    }
  }
  for (auto& statement : statements) {
    replace_all(statement, "{on_cluster}", layout.on_cluster());
    replace_all(statement, "{settings}", layout.is_cluster() ? kReplicated : kOneServer);
  }
  return statements;
}

}  // namespace luft::store

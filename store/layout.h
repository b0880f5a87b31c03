// Where our tables live: on one server, or spread over a ClickHouse cluster. The schema files are
// the same for both; here their text becomes statements.
//
// On a cluster each table is two: replicated parts in the database `luft_local` of every shard, and
// a Distributed table over them, by device, under the name that everyone uses (`luft.readings`).
// What notes the schema itself is one replicated table that all servers share. Statements that fill
// a table are the same on both.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace luft::store {

struct Layout {
  std::string cluster;  // its name in the servers' configuration; empty: one server

  [[nodiscard]] bool is_cluster() const { return !cluster.empty(); }
  // "ON CLUSTER 'campus'", or nothing.
  [[nodiscard]] std::string on_cluster() const;
  // The database of the tables that hold the rows: what is altered, and asked for its parts.
  [[nodiscard]] std::string_view rows_database() const {
    return is_cluster() ? "luft_local" : "luft";
  }
};

// The statements of a schema file, in order.
[[nodiscard]] std::vector<std::string> statements_of(std::string_view sql, const Layout& layout);

}  // namespace luft::store

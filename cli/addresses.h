// Where a running Luft listens: $LUFT_DATA/run/addresses.json, written by the supervisor and read
// by every command that asks a running system.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "cli/data_folder.h"
#include "cli/hub_address.h"

namespace luft::cli {

struct Addresses {
  int supervisor_pid = 0;
  std::string mqtt;                // mqtt://127.0.0.1:1883
  std::string http;                // http://127.0.0.1:8080
  std::string clickhouse_http;     // http://127.0.0.1:8123
  std::string clickhouse_tcp;      // 127.0.0.1:9000; empty when the database is not ours
  std::string http_password_file;  // what `http` asks for is in there; empty: nothing

  [[nodiscard]] HubAddress hub() const { return {http, http_password_file}; }

  friend bool operator==(const Addresses&, const Addresses&) = default;
};

std::string to_json(const Addresses& addresses);
std::expected<Addresses, std::string> parse_addresses(std::string_view json);

// Replaces the file at once, so that a reader never sees half of it.
void write_addresses(const DataFolder& folder, const Addresses& addresses);
void remove_addresses(const DataFolder& folder);

// The addresses, while their supervisor has the folder.
std::optional<Addresses> running_addresses(const DataFolder& folder);

}  // namespace luft::cli

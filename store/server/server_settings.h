// What the embedded ClickHouse server is told: a plain struct, filled by main() from the settings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "runtime/settings.h"
#include "store/credentials.h"

namespace luft::store {

struct ServerSettings {
  std::filesystem::path data_folder;  // LUFT_DATA, absolute
  std::string bind = "127.0.0.1";     // address to listen on, besides loopback
  runtime::ServicesFrom services_from = runtime::ServicesFrom::loopback;  // writer and admin
  std::uint16_t http_port = 8123;
  std::uint16_t tcp_port = 9000;
  std::size_t memory_limit_mb = 1024;

  [[nodiscard]] std::filesystem::path folder() const { return data_folder / "clickhouse"; }
  [[nodiscard]] std::filesystem::path backups() const { return data_folder / "backups"; }
  [[nodiscard]] std::filesystem::path config_file() const { return folder() / "config.xml"; }
  [[nodiscard]] std::filesystem::path users_file() const { return folder() / "users.xml"; }
};

struct DatabasePasswords {
  std::string writer;
  std::string reader;
  std::string admin;
};

}  // namespace luft::store

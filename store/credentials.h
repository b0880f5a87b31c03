// The database users' passwords: files of their own, made once by the embedded server's launcher.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace luft::store {

enum class DatabaseUser : std::uint8_t {
  writer,  // the hub: inserts and reads
  reader,  // Grafana, `luft sql`, people's tools: reads only, with limits
  admin,   // migrations, backup
};

[[nodiscard]] std::string_view name(DatabaseUser user);

// $LUFT_DATA/credentials/clickhouse-luft_writer and so on.
[[nodiscard]] std::filesystem::path password_file(const std::filesystem::path& data_folder,
                                                  DatabaseUser user);

// The file's first line. The error names the file and the fix.
[[nodiscard]] std::expected<std::string, std::string> read_password(
    const std::filesystem::path& file);

// Reads the password, or makes one (192 random bits) when there is no file yet: mode 0600, in a
// folder of mode 0700, whole or not at all.
[[nodiscard]] std::expected<std::string, std::string> ensure_password(
    const std::filesystem::path& file);

}  // namespace luft::store

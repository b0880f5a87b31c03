// What a backup says of itself: each file with its checksum, and what the database and the journal
// held. Written last, so that a backup without one is not whole.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace luft::hub {

struct BackupFile {
  std::string path;  // within the backup, with '/'
  std::uint64_t bytes = 0;
  std::string sha256;
  friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

struct Manifest {
  std::string version;  // of the Luft that took it
  std::int64_t taken_ms = 0;
  bool balanced = false;                         // all that was received was accounted for
  std::uint64_t journaled = 0;                   // readings that only the journal had
  std::string history_at{};                      // the ClickHouse elsewhere that keeps history,
                                                 // which is not in here then; empty: it is
  std::map<std::string, std::uint64_t> counts;   // store/backup.h: TableCounts
  std::map<std::string, std::string> variables;  // settings that were not the defaults
  std::vector<BackupFile> files;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

inline constexpr const char* kManifestName = "manifest.json";

// Every file below `folder` but the manifest, sorted by path.
[[nodiscard]] std::expected<std::vector<BackupFile>, std::string> files_below(
    const std::filesystem::path& folder);

// Writes `folder`/manifest.json, with a checksum of its own, and syncs it.
[[nodiscard]] std::expected<void, std::string> write_manifest(const std::filesystem::path& folder,
                                                              const Manifest& manifest);

// What write_manifest() wrote; every path stays within the backup. The error goes on from the
// file's name: "is damaged".
[[nodiscard]] std::expected<Manifest, std::string> parse_manifest(std::string_view text);
[[nodiscard]] std::string to_text(const Manifest& manifest);

// What `folder`/manifest.json says; the files are not looked at.
[[nodiscard]] std::expected<Manifest, std::string> read_manifest(
    const std::filesystem::path& folder);

// Reads the manifest and each file that it names. The error says what is missing, damaged or not
// understood: such a backup must not be restored.
[[nodiscard]] std::expected<Manifest, std::string> check_backup(
    const std::filesystem::path& folder);

}  // namespace luft::hub

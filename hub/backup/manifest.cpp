#include "hub/backup/manifest.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/file.h"
#include "runtime/shallow_json.h"
#include "runtime/whole_number.h"

namespace luft::hub {
namespace {

namespace fs = std::filesystem;
using runtime::whole_number;
using Json = nlohmann::json;

constexpr int kFormat = 1;

using Hash = std::array<unsigned char, crypto_hash_sha256_BYTES>;

std::string hex(const Hash& hash) {
  std::string text;
  for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

std::string sha256_of(std::string_view text) {
  Hash hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hex(hash);
}

std::expected<BackupFile, std::string> describe(const fs::path& folder, const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  BackupFile described{.path = fs::relative(file, folder).generic_string(), .sha256 = {}};
  std::array<char, 1 << 16> piece{};
  while (in) {
    in.read(piece.data(), piece.size());
    const auto got = static_cast<std::size_t>(in.gcount());
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(piece.data()), got);
    described.bytes += got;
  }
  if (!in.eof()) return std::unexpected(file.string() + " cannot be read");
  Hash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  described.sha256 = hex(hash);
  return described;
}

Json body_of(const Manifest& manifest) {
  Json files = Json::array();
  for (const auto& file : manifest.files) {
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  return {{"format", kFormat},
          {"luft", manifest.version},
          {"taken_ms", manifest.taken_ms},
          {"balanced", manifest.balanced},
          {"journaled", manifest.journaled},
          {"history_at", manifest.history_at},
          {"counts", manifest.counts},
          {"variables", manifest.variables},
          {"files", files}};
}

bool stays_within_backup(const BackupFile& file) {
  const fs::path path{file.path};
  return path.has_filename() && path.is_relative() && path == path.lexically_normal() &&
         *path.begin() != ".." && *path.begin() != ".";
}

// Throws nlohmann's exceptions: the caller turns them into one error.
Manifest manifest_of(const Json& body) {
  Manifest manifest{.version = body.at("luft"),
                    .taken_ms = whole_number<std::int64_t>(body.at("taken_ms")),
                    .balanced = body.at("balanced"),
                    .journaled = whole_number<std::uint64_t>(body.at("journaled")),
                    .history_at = body.value("history_at", ""),
                    .counts = {},
                    .variables = body.at("variables"),
                    .files = {}};
  for (const auto& [table, count] : body.at("counts").items()) {
    manifest.counts[table] = whole_number<std::uint64_t>(count);
  }
  for (const auto& file : body.at("files")) {
    manifest.files.push_back({.path = file.at("path"),
                              .bytes = whole_number<std::uint64_t>(file.at("bytes")),
                              .sha256 = file.at("sha256")});
  }
  return manifest;
}

}  // namespace

std::expected<std::vector<BackupFile>, std::string> files_below(const fs::path& folder) {
  std::vector<BackupFile> files;
  std::error_code failed;
  for (const auto& entry : fs::recursive_directory_iterator(folder, failed)) {
    if (!entry.is_regular_file() || entry.path() == folder / kManifestName) continue;
    auto described = describe(folder, entry.path());
    if (!described) return std::unexpected(described.error());
    files.push_back(*std::move(described));
  }
  if (failed) return std::unexpected(fmt::format("{}: {}", folder.string(), failed.message()));
  std::ranges::sort(files, {}, &BackupFile::path);
  return files;
}

std::string to_text(const Manifest& manifest) {
  const Json body = body_of(manifest);
  const Json outer = {{"backup", body}, {"sha256", sha256_of(body.dump())}};
  return outer.dump(1) + "\n";
}

std::expected<Manifest, std::string> parse_manifest(std::string_view text) {
  const auto damaged = std::unexpected("is damaged");
  const Json outer = runtime::parse_shallow_json(text);
  try {
    const Json& body = outer.at("backup");
    if (outer.at("sha256") != sha256_of(body.dump())) return damaged;
    if (const auto format = whole_number<int>(body.at("format")); format != kFormat) {
      return std::unexpected(fmt::format("has format {}, this Luft knows {}", format, kFormat));
    }
    Manifest manifest = manifest_of(body);
    if (!std::ranges::all_of(manifest.files, stays_within_backup)) return damaged;
    return manifest;
  } catch (const Json::exception&) {
    return damaged;
  }
}

std::expected<void, std::string> write_manifest(const fs::path& folder, const Manifest& manifest) {
  return runtime::write_file_atomically((folder / kManifestName).string(), to_text(manifest));
}

std::expected<Manifest, std::string> read_manifest(const fs::path& folder) {
  const fs::path file = folder / kManifestName;
  if (!fs::exists(file)) {
    return std::unexpected(
        fmt::format("{} is no whole backup: {} is missing", folder.string(), kManifestName));
  }
  constexpr std::size_t kLongest = std::size_t{1} << 30;
  const auto text = runtime::read_file(file.string(), kLongest);
  if (!text) return std::unexpected(text.error());
  auto manifest = parse_manifest(*text);
  if (!manifest) return std::unexpected(fmt::format("{} {}", file.string(), manifest.error()));
  return manifest;
}

std::expected<Manifest, std::string> check_backup(const fs::path& folder) {
  auto manifest = read_manifest(folder);
  if (!manifest) return manifest;
  for (const auto& named : manifest->files) {
    const fs::path file = folder / named.path;
    if (!fs::exists(file)) return std::unexpected(file.string() + " is missing from the backup");
    const auto found = describe(folder, file);
    if (!found) return std::unexpected(found.error());
    if (found->bytes != named.bytes || found->sha256 != named.sha256) {
      return std::unexpected(file.string() + " is damaged: it is not what was backed up");
    }
  }
  return manifest;
}

}  // namespace luft::hub

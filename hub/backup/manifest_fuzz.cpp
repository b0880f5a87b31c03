// A backup's manifest from anywhere: it is refused, or reads back equal and leads nowhere outside
// of the backup. Each input is tried as it is, and as the body that its checksum fits.
#include <sodium.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "hub/backup/manifest.h"

namespace {

std::string sealed(const nlohmann::json& body) {
  const std::string text = body.dump();
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  char hex[sizeof hash * 2 + 1];
  return R"({"backup":)" + text + R"(,"sha256":")" +
         sodium_bin2hex(hex, sizeof hex, hash, sizeof hash) + "\"}";
}

void check(std::string_view text) {
  const auto manifest = luft::hub::parse_manifest(text);
  if (!manifest) return assert(!manifest.error().empty());
  assert(luft::hub::parse_manifest(to_text(*manifest)) == *manifest);
  for (const auto& file : manifest->files) {
    const auto found = (std::filesystem::path{"/backup"} / file.path).lexically_normal().string();
    assert(found.starts_with("/backup/"));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check(text);
  constexpr std::size_t kDeepest = 100;  // or this program, not the parser, overflows its stack
  if (std::size_t(std::ranges::count_if(text, [](char c) { return c == '[' || c == '{'; })) >
      kDeepest) {
    return 0;
  }
  const auto body = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!body.is_discarded()) check(sealed(body));
  return 0;
}

#include "cli/update_key.h"

#include <fmt/format.h>

#include <cstdlib>

#include "runtime/file.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

template <std::size_t Bytes>
std::string hex(const std::array<std::uint8_t, Bytes>& bytes) {
  std::string text(2 * Bytes + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), Bytes);
  text.pop_back();
  return text;
}

std::expected<void, std::string> write_private(const fs::path& file, const std::string& text) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (auto written = runtime::write_file_atomically(file.string(), text); !written) return written;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (failed) return std::unexpected(fmt::format("{}: {}", file.string(), failed.message()));
  return {};
}

}  // namespace

std::expected<UpdateKey, std::string> UpdateKey::load_or_make(const fs::path& file) {
  if (sodium_init() < 0) std::abort();  // no source of random numbers
  UpdateKey key;
  if (!fs::exists(file)) {
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> unused{};
    crypto_sign_keypair(unused.data(), key.secret_.data());
    if (auto kept = write_private(file, hex(key.secret_) + "\n"); !kept) {
      return std::unexpected(kept.error());
    }
    return key;
  }
  const auto text = runtime::read_file(file.string());
  if (!text) return std::unexpected(text.error());
  std::size_t length = 0;
  const int read = sodium_hex2bin(key.secret_.data(), key.secret_.size(), text->data(),
                                  text->size(), "\n", &length, nullptr);
  if (read != 0 || length != key.secret_.size()) {
    return std::unexpected(
        fmt::format("{} is no update key any more: restore it from a backup; devices that were "
                    "built with it take no other",
                    file.string()));
  }
  return key;
}

std::string UpdateKey::public_hex() const {
  std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key{};
  crypto_sign_ed25519_sk_to_pk(key.data(), secret_.data());
  return hex(key);
}

void UpdateKey::sign(contract::UpdateOffer& offer) const {
  std::array<char, contract::kMaxSignedBytes> buffer{};
  const std::string_view text = contract::write_signed_text(offer, buffer);
  crypto_sign_detached(offer.signature.data(), nullptr,
                       reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                       secret_.data());
}

}  // namespace luft::cli

#include "firmware/host/update/update_proof.h"

namespace luft::firmware::host {

std::optional<PublicKey> read_public_key(std::string_view hex) {
  PublicKey key{};
  std::size_t length = 0;
  const char* end = nullptr;
  const int read =
      sodium_hex2bin(key.data(), key.size(), hex.data(), hex.size(), nullptr, &length, &end);
  if (read != 0 || length != key.size() || end != hex.data() + hex.size()) return std::nullopt;
  return key;
}

bool SodiumVerifier::is_signed(std::span<const std::uint8_t> message,
                               std::span<const std::uint8_t, 64> signature) const {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key_.data()) == 0;
}

void SodiumSha256::begin() {
  crypto_hash_sha256_init(&state_);
}

void SodiumSha256::add(std::span<const std::uint8_t> bytes) {
  crypto_hash_sha256_update(&state_, bytes.data(), bytes.size());
}

std::array<std::uint8_t, 32> SodiumSha256::end() {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&state_, hash.data());
  return hash;
}

}  // namespace luft::firmware::host

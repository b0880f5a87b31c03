#include "firmware/host/update_proof.h"

namespace luft::firmware::host {

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

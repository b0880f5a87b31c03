// How a Linux device tells whether an image is ours: libsodium's Ed25519 and SHA-256 behind the
// core's ports.
#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "firmware/core/update/offer.h"
#include "firmware/core/update/ports.h"

namespace luft::firmware::host {

using PublicKey = std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES>;

// From 64 hex digits; empty when it is anything else.
[[nodiscard]] std::optional<PublicKey> read_public_key(std::string_view hex);

class SodiumVerifier final : public SignatureVerifier {
 public:
  explicit SodiumVerifier(const PublicKey& key) : key_(key) {}
  [[nodiscard]] bool is_signed(std::span<const std::uint8_t> message,
                               std::span<const std::uint8_t, 64> signature) const override;

 private:
  PublicKey key_;
};

class SodiumSha256 final : public Sha256 {
 public:
  void begin() override;
  void add(std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] std::array<std::uint8_t, 32> end() override;

 private:
  crypto_hash_sha256_state state_{};
};

}  // namespace luft::firmware::host

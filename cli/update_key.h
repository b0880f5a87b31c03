// The Ed25519 key that signs updates of our devices: whoever has it can change what they run.
#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

#include "contract/update.h"

namespace luft::cli {

class UpdateKey {
 public:
  // Reads the key in `file`, or makes one there, for its owner only. The error names the file.
  static std::expected<UpdateKey, std::string> load_or_make(const std::filesystem::path& file);

  // 64 hex digits, as firmware is built with.
  [[nodiscard]] std::string public_hex() const;
  // Fills `offer.signature`.
  void sign(contract::UpdateOffer& offer) const;

 private:
  UpdateKey() = default;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret_{};
};

}  // namespace luft::cli

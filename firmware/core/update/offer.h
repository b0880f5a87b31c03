// A firmware that a device is offered, and whether it may take it. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "contract/update.h"

namespace luft::firmware {

// What is known of the device itself.
struct Installed {
  std::string_view chip;             // "esp32c3"
  std::string_view version;          // "1.2.0"
  std::uint32_t capacity_bytes = 0;  // of the slot that is not running
};

class SignatureVerifier {
 public:
  virtual ~SignatureVerifier() = default;
  // Ed25519 (RFC 8032) with the key that was built in.
  [[nodiscard]] virtual bool is_signed(std::span<const std::uint8_t> message,
                                       std::span<const std::uint8_t, 64> signature) const = 0;
};

enum class OfferRefusal : std::uint8_t {
  wrong_chip,
  same_version,
  older_version,
  no_version,  // not MAJOR.MINOR.PATCH
  too_large,
  bad_signature,
};

[[nodiscard]] std::string_view name(OfferRefusal refusal);

[[nodiscard]] std::expected<void, OfferRefusal> judge(const contract::UpdateOffer& offer,
                                                      const Installed& installed,
                                                      const SignatureVerifier& verifier);

}  // namespace luft::firmware

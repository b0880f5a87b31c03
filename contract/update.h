// `device/{id}/command` with `"command":"update"`: a firmware to be fetched, checked and started.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "contract/parse_error.h"
#include "contract/text.h"

namespace luft::contract {

inline constexpr std::size_t kMaxUpdateUrlLength = 200;

struct UpdateOffer {
  Text<32> version{};               // "1.2.0"
  Text<32> chip{};                  // for which it was built: "esp32c3"
  Text<kMaxUpdateUrlLength> url{};  // https://…
  std::uint32_t size = 0;           // bytes, from 1
  std::array<std::uint8_t, 32> sha256{};
  std::array<std::uint8_t, 64> signature{};  // Ed25519 (RFC 8032) of write_signed_text()

  friend bool operator==(const UpdateOffer&, const UpdateOffer&) = default;
};

// {"command":"update","version":"1.2.0","chip":"esp32c3","url":"https://…","size":900000,
//  "sha256":"<64 hex digits>","signature":"<128 hex digits>"}
[[nodiscard]] std::expected<UpdateOffer, ParseError> parse_update_offer(std::string_view payload);
// What is signed: each fact that decides, in one text, so that none can be exchanged alone.
// "luft update\n<chip>\n<version>\n<size>\n<sha256 in hex>\n"
inline constexpr std::size_t kMaxSignedBytes = 192;
[[nodiscard]] std::string_view write_signed_text(const UpdateOffer& offer, std::span<char> buffer);

[[nodiscard]] std::string_view write_update_offer(const UpdateOffer& offer, std::span<char> buffer);

}  // namespace luft::contract

#include "firmware/host/update/update_proof.h"

#include <gtest/gtest.h>

#include <string_view>

namespace luft::firmware::host {
namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Signed with a key pair of our own: what an offer says decides, and nothing else fits.
TEST(UpdateProof, HoldsForTheOfferThatWasSignedAndNoOther) {
  ASSERT_GE(sodium_init(), 0);
  PublicKey key{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_keypair(key.data(), secret.data());
  contract::UpdateOffer offer;
  offer.version = decltype(offer.version)::cut("1.1.0");
  offer.chip = decltype(offer.chip)::cut("esp32c3");
  offer.size = 900'000;
  offer.sha256.fill(7);
  std::array<char, contract::kMaxSignedBytes> buffer{};
  const auto text = bytes_of(contract::write_signed_text(offer, buffer));
  crypto_sign_detached(offer.signature.data(), nullptr, text.data(), text.size(), secret.data());

  const Installed installed{.chip = "esp32c3", .version = "1.0.0", .capacity_bytes = 1'000'000};
  const SodiumVerifier verifier(key);
  EXPECT_TRUE(judge(offer, installed, verifier));
  contract::UpdateOffer other = offer;
  other.sha256[0] ^= 1;
  EXPECT_EQ(judge(other, installed, verifier).error(), OfferRefusal::bad_signature);
  other = offer;
  other.version = decltype(other.version)::cut("9.9.9");
  EXPECT_EQ(judge(other, installed, verifier).error(), OfferRefusal::bad_signature);
  PublicKey strangers = key;
  strangers[3] ^= 1;
  EXPECT_FALSE(judge(offer, installed, SodiumVerifier(strangers)));
}

// FIPS 180-2, appendix B.1.
TEST(UpdateProof, HashesAsTheStandardDoes) {
  SodiumSha256 sha256;
  sha256.begin();
  sha256.add(bytes_of("a"));
  sha256.add(bytes_of("bc"));
  const auto hash = sha256.end();
  EXPECT_EQ(hash[0], 0xBA);
  EXPECT_EQ(hash[1], 0x78);
  EXPECT_EQ(hash[31], 0xAD);
}

}  // namespace
}  // namespace luft::firmware::host

#include "firmware/core/update/offer.h"

#include <charconv>
#include <optional>

namespace luft::firmware {
namespace {

using Version = std::array<std::uint32_t, 3>;

// MAJOR.MINOR.PATCH, and nothing else.
std::optional<Version> read_version(std::string_view text) {
  Version version{};
  for (std::size_t i = 0; i < version.size(); ++i) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), version[i]);
    if (failed != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const bool last = i + 1 == version.size();
    if (last ? !text.empty() : !text.starts_with('.')) return std::nullopt;
    if (!last) text.remove_prefix(1);
  }
  return version;
}

}  // namespace

std::string_view name(OfferRefusal refusal) {
  switch (refusal) {
    case OfferRefusal::wrong_chip:
      return "it was built for another chip";
    case OfferRefusal::same_version:
      return "this version is running";
    case OfferRefusal::older_version:
      return "it is older than what is running";
    case OfferRefusal::no_version:
      return "its version is not MAJOR.MINOR.PATCH";
    case OfferRefusal::too_large:
      return "it does not fit";
    case OfferRefusal::bad_signature:
      return "its signature is not ours";
  }
  return "refused";
}

std::expected<void, OfferRefusal> judge(const contract::UpdateOffer& offer,
                                        const Installed& installed,
                                        const SignatureVerifier& verifier) {
  // The signature first: what is not ours deserves no other answer.
  std::array<char, contract::kMaxSignedBytes> buffer{};
  const std::string_view text = contract::write_signed_text(offer, buffer);
  const std::span<const std::uint8_t> bytes{reinterpret_cast<const std::uint8_t*>(text.data()),
                                            text.size()};
  if (!verifier.is_signed(bytes, offer.signature)) {
    return std::unexpected(OfferRefusal::bad_signature);
  }
  if (offer.chip.view() != installed.chip) return std::unexpected(OfferRefusal::wrong_chip);
  const auto offered = read_version(offer.version.view());
  if (!offered) return std::unexpected(OfferRefusal::no_version);
  // What runs may be a person's own build, with a version of another kind: anything is newer.
  if (const auto running = read_version(installed.version)) {
    if (*offered == *running) return std::unexpected(OfferRefusal::same_version);
    if (*offered < *running) return std::unexpected(OfferRefusal::older_version);
  }
  if (offer.size > installed.capacity_bytes) return std::unexpected(OfferRefusal::too_large);
  return {};
}

}  // namespace luft::firmware

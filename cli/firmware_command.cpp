// `luft firmware`: the key that devices are built with, and images signed with it.
#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <regex>

#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/firmware_image.h"
#include "cli/running.h"
#include "cli/update_key.h"
#include "contract/limits.h"
#include "contract/update.h"
#include "runtime/file.h"

namespace luft::cli {
namespace {

// Never a demo's: what is in there is deleted with the next one, and devices trust this key for
// good.
std::expected<UpdateKey, std::string> our_key(const Settings& settings) {
  const DataFolder folder = data_folder(settings);
  folder.create();
  return UpdateKey::load_or_make(folder.credentials() / "update-key");
}

int refuse(std::string_view option, std::string_view value, std::string_view why) {
  fmt::print(stderr, "luft: {} \"{}\" {}\n", option, value, why);
  return 2;
}

}  // namespace

int print_update_key(const Settings& settings) {
  const auto key = our_key(settings);
  if (!key) return fail(key.error());
  fmt::print("{}\n", key->public_hex());
  return 0;
}

int sign_firmware(const Settings& settings, const SignOptions& options) {
  contract::UpdateOffer offer;
  const auto version = decltype(offer.version)::from(options.version);
  const auto chip = decltype(offer.chip)::from(options.chip);
  const auto url = decltype(offer.url)::from(options.url);
  if (!version || !std::regex_match(options.version, std::regex(R"(\d+\.\d+\.\d+)"))) {
    return refuse("--version", options.version, "is not MAJOR.MINOR.PATCH");
  }
  if (!chip) return refuse("--chip", options.chip, "is too long");
  if (!url) return refuse("--url", options.url, "is too long");
  const auto image = runtime::read_file(options.image);
  if (!image) return fail(image.error());
  const auto built = read_firmware_image(*image);
  const std::string wrong = built ? mismatch(*built, options.chip, options.version) : built.error();
  if (!wrong.empty()) return refuse("the image", options.image, wrong);
  const auto key = our_key(settings);
  if (!key) return fail(key.error());
  offer.version = *version;
  offer.chip = *chip;
  offer.url = *url;
  offer.size = static_cast<std::uint32_t>(image->size());
  crypto_hash_sha256(offer.sha256.data(), reinterpret_cast<const std::uint8_t*>(image->data()),
                     image->size());
  key->sign(offer);
  std::array<char, contract::kMaxMessageBytes> buffer{};
  const std::string_view command = contract::write_update_offer(offer, buffer);
  // Read as a device reads it: what it would not understand is not printed.
  if (const auto read = contract::parse_update_offer(command); !read) {
    return refuse(
        "what a device would be told,", read.error().member.view(),
        "is not as it should be: an image is 1 byte to 16 MB, a URL begins with https://");
  }
  fmt::print("{}\n", command);
  return 0;
}

}  // namespace luft::cli

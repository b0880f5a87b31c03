#include "cli/firmware_image.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

namespace luft::cli {
namespace {

// ESP-IDF 5.5: bootloader_support/include/esp_app_format.h, esp_app_format/include/esp_app_desc.h.
constexpr char kMagic = '\xE9';
constexpr std::size_t kChipAt = 12;
constexpr std::size_t kDescriptionAt = 24 + 8;
constexpr std::uint32_t kDescriptionMagic = 0xABCD5432;
constexpr std::size_t kVersionAt = kDescriptionAt + 16;
constexpr std::size_t kVersionBytes = 32;
constexpr std::array<std::pair<std::uint32_t, std::string_view>, 3> kChips{
    {{0x0000, "esp32"}, {0x0005, "esp32c3"}, {0x0009, "esp32s3"}}};

constexpr std::string_view kVirtual = "luft-virtual ";

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t number = 0;
  for (std::size_t i = count; i > 0; --i) {
    number = number << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return number;
}

}  // namespace

std::expected<FirmwareImage, std::string> read_firmware_image(std::string_view bytes) {
  if (bytes.starts_with(kVirtual)) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    return FirmwareImage{.chip = "virtual", .version = std::string{line.substr(kVirtual.size())}};
  }
  if (bytes.size() < kVersionAt + kVersionBytes || bytes[0] != kMagic ||
      number_at(bytes, kDescriptionAt, 4) != kDescriptionMagic) {
    return std::unexpected("is no firmware image: it is the .bin in build/ of firmware/esp32");
  }
  const std::uint32_t id = number_at(bytes, kChipAt, 2);
  const std::string_view field = bytes.substr(kVersionAt, kVersionBytes);
  FirmwareImage image{.chip = fmt::format("chip number {}", id),
                      .version = std::string{field.substr(0, field.find('\0'))}};
  for (const auto& [number, name] : kChips) {
    if (number == id) image.chip = name;
  }
  return image;
}

std::string mismatch(const FirmwareImage& image, std::string_view chip, std::string_view version) {
  if (image.chip != chip) {
    return fmt::format("was built for {}, and --chip says {}", image.chip, chip);
  }
  if (image.version != version) {
    return fmt::format(
        "says that it is version {}, and --version says {}: write the version into "
        "firmware/esp32/version.txt and build again",
        image.version, version);
  }
  return {};
}

}  // namespace luft::cli

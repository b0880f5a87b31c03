// What a firmware image says of itself: the chip it was built for and its version.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace luft::cli {

struct FirmwareImage {
  std::string chip;  // "esp32c3"; "virtual" for what `luft-device` takes
  std::string version;
};

// Reads the head of an image of ESP-IDF (esp_image_header_t, and the esp_app_desc_t behind the
// first segment's header), or the first line `luft-virtual VERSION`. The error says what it is not.
[[nodiscard]] std::expected<FirmwareImage, std::string> read_firmware_image(std::string_view bytes);

// Empty when the image is what it is called; else what to do about it. A device that took it would
// take it for another version, or be told to take it again and again.
[[nodiscard]] std::string mismatch(const FirmwareImage& image, std::string_view chip,
                                   std::string_view version);

}  // namespace luft::cli

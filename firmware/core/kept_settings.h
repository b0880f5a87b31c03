// The settings people gave a device, as they survive a power cut: the text of `config/desired`
// under a line that says which version of the form it is. A device that is offline for weeks after
// a power cut still samples, rests and keeps quiet as it was told.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "contract/device_config.h"

namespace luft::firmware {

// Flash for one text. Written on change only.
class SettingsMemory {
 public:
  virtual ~SettingsMemory() = default;
  // What is kept, in `buffer`; empty when nothing is.
  [[nodiscard]] virtual std::string_view load(std::span<char> buffer) = 0;
  // All or nothing: after a power cut it is the new text or the old one.
  virtual void save(std::string_view text) = 0;
};

enum class KeptError : std::uint8_t {
  none_kept,
  damaged,
  of_newer_firmware,  // an update was rolled back; its settings come again from the hub
};

[[nodiscard]] std::string_view name(KeptError error);

inline constexpr std::uint32_t kKeptSettingsForm = 1;

// Writes what read_kept_settings() reads; empty when `buffer` is too small.
[[nodiscard]] std::string_view write_kept_settings(const contract::DeviceConfig& config,
                                                   std::span<char> buffer);
[[nodiscard]] std::expected<contract::DeviceConfig, KeptError> read_kept_settings(
    std::string_view text);

}  // namespace luft::firmware

#include "firmware/core/kept_settings.h"

#include <algorithm>
#include <charconv>

namespace luft::firmware {
namespace {

constexpr std::string_view kFirstWords = "luft settings ";

}  // namespace

std::string_view name(KeptError error) {
  switch (error) {
    case KeptError::none_kept:
      return "none kept";
    case KeptError::damaged:
      return "damaged";
    case KeptError::of_newer_firmware:
      return "of newer firmware";
  }
  return "unknown";
}

std::string_view write_kept_settings(const contract::DeviceConfig& config, std::span<char> buffer) {
  constexpr std::size_t kLongestFirstLine = kFirstWords.size() + 11;
  if (buffer.size() < kLongestFirstLine + contract::kMaxMessageBytes) return {};
  std::size_t length = kFirstWords.copy(buffer.data(), kFirstWords.size());
  char* const number = buffer.data() + length;
  char* end = std::to_chars(number, buffer.data() + buffer.size(), kKeptSettingsForm).ptr;
  *end++ = '\n';
  length = static_cast<std::size_t>(end - buffer.data());
  return {buffer.data(),
          length + contract::write_device_config(config, buffer.subspan(length)).size()};
}

// Each later form adds its step here: what was called otherwise is read under its old name.
std::expected<contract::DeviceConfig, KeptError> read_kept_settings(std::string_view text) {
  if (text.empty()) return std::unexpected(KeptError::none_kept);
  const std::size_t line_end = text.find('\n');
  if (!text.starts_with(kFirstWords) || line_end == std::string_view::npos) {
    return std::unexpected(KeptError::damaged);
  }
  std::uint32_t form = 0;
  const auto [end, failed] =
      std::from_chars(text.data() + kFirstWords.size(), text.data() + line_end, form);
  if (failed != std::errc{} || end != text.data() + line_end || form == 0) {
    return std::unexpected(KeptError::damaged);
  }
  if (form > kKeptSettingsForm) return std::unexpected(KeptError::of_newer_firmware);
  const auto config = contract::parse_device_config(text.substr(line_end + 1));
  if (!config) return std::unexpected(KeptError::damaged);
  return *config;
}

}  // namespace luft::firmware

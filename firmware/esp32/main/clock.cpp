#include "firmware/esp32/main/clock.h"

#include <esp_netif_sntp.h>
#include <sys/time.h>

#include <array>
#include <cstdlib>
#include <ctime>

#include "firmware/core/setup/time_zone.h"
#include "firmware/esp32/main/config.h"

namespace luft::firmware::esp32 {
namespace {

// 2025-01-01: what is earlier was never set.
constexpr std::time_t kEarliest = 1'735'689'600;

}  // namespace

SntpClock::SntpClock(std::string_view time_zone) {
  std::array<char, kMaxTimeZoneLength + 1> text{};  // setenv copies it
  time_zone.copy(text.data(), kMaxTimeZoneLength);
  setenv("TZ", text.data(), 1);
  tzset();
  esp_sntp_config_t config = ESP_NETIF_SNTP_DEFAULT_CONFIG(kTimeServer);
  esp_netif_sntp_init(&config);
}

std::optional<std::uint64_t> SntpClock::unix_ms() const {
  timeval now{};
  gettimeofday(&now, nullptr);
  if (now.tv_sec < kEarliest) return std::nullopt;
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000 +
         static_cast<std::uint64_t>(now.tv_usec) / 1'000;
}

std::optional<std::uint16_t> SntpClock::minute_of_day() const {
  const std::time_t now = std::time(nullptr);
  if (now < kEarliest) return std::nullopt;
  std::tm local{};
  localtime_r(&now, &local);
  return static_cast<std::uint16_t>(local.tm_hour * 60 + local.tm_min);
}

}  // namespace luft::firmware::esp32

// The radio: joins a network, opens the device's own beside it for the setup page, and looks
// around. When to do what, core/network/joining.h decides.
#pragma once

#include <esp_event.h>
#include <esp_netif.h>
#include <esp_wifi.h>

#include <array>
#include <atomic>
#include <optional>

#include "firmware/core/sensors/board_sensors.h"
#include "firmware/core/setup/portal_ports.h"

namespace luft::firmware::esp32 {

class Wifi final : public NetworkScan, public RadioStrength {
 public:
  Wifi();
  Wifi(const Wifi&) = delete;
  Wifi& operator=(const Wifi&) = delete;

  void join(std::string_view network, std::string_view password);
  // A network of the device's own, with WPA2 and this password.
  void open_own(std::string_view name, std::string_view password);
  void close_own();

  // What happened since the last call, the latest only.
  enum class News : std::uint8_t { none, joined, lost };
  [[nodiscard]] News take_news() { return news_.exchange(News::none); }
  // How the latest try to join stands: `connecting` once there is an address.
  [[nodiscard]] TrialStep trial_step() const { return step_.load(); }

  void start() override;
  bool is_running() const override { return scanning_.load(); }
  std::span<const VisibleNetwork> networks() const override;

  std::optional<double> rssi_dbm() const override;

 private:
  static constexpr std::size_t kMostNetworks = 16;

  static void on_event(void* self, esp_event_base_t base, std::int32_t id, void* data);
  void on_wifi(std::int32_t id, void* data);
  void set_mode();
  void leave();

  esp_netif_t* station_;
  esp_netif_t* own_;
  std::atomic<News> news_{News::none};
  std::atomic<TrialStep> step_{TrialStep::joining};
  std::atomic<bool> scanning_{false};
  std::atomic<bool> leaving_{false};  // until the driver says that we left
  bool is_own_open_ = false;
  mutable std::array<VisibleNetwork, kMostNetworks> networks_{};
  mutable std::size_t network_count_ = 0;
  mutable std::atomic<bool> scan_is_new_{false};
};

}  // namespace luft::firmware::esp32

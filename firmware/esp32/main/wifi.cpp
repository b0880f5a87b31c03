#include "firmware/esp32/main/wifi.h"

#include <esp_check.h>

#include <algorithm>
#include <cstring>

namespace luft::firmware::esp32 {
namespace {

template <std::size_t Size>
void copy(std::string_view text, std::uint8_t (&field)[Size]) {
  std::memset(field, 0, Size);
  text.copy(reinterpret_cast<char*>(field), Size);
}

TrialStep step_of(std::uint8_t reason) {
  switch (reason) {
    case WIFI_REASON_NO_AP_FOUND:
    case WIFI_REASON_NO_AP_FOUND_IN_AUTHMODE_THRESHOLD:
    case WIFI_REASON_NO_AP_FOUND_W_COMPATIBLE_SECURITY:
      return TrialStep::network_not_found;
    case WIFI_REASON_AUTH_FAIL:
    case WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT:
    case WIFI_REASON_HANDSHAKE_TIMEOUT:
    case WIFI_REASON_MIC_FAILURE:
      return TrialStep::network_password_wrong;
    default:
      return TrialStep::network_too_weak;
  }
}

}  // namespace

Wifi::Wifi() {
  ESP_ERROR_CHECK(esp_netif_init());
  ESP_ERROR_CHECK(esp_event_loop_create_default());
  station_ = esp_netif_create_default_wifi_sta();
  own_ = esp_netif_create_default_wifi_ap();
  const wifi_init_config_t config = WIFI_INIT_CONFIG_DEFAULT();
  ESP_ERROR_CHECK(esp_wifi_init(&config));
  ESP_ERROR_CHECK(esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_event, this));
  ESP_ERROR_CHECK(esp_event_handler_register(IP_EVENT, IP_EVENT_STA_GOT_IP, on_event, this));
  ESP_ERROR_CHECK(esp_wifi_set_storage(WIFI_STORAGE_RAM));
  set_mode();
  ESP_ERROR_CHECK(esp_wifi_start());
}

void Wifi::set_mode() {
  ESP_ERROR_CHECK(esp_wifi_set_mode(is_own_open_ ? WIFI_MODE_APSTA : WIFI_MODE_STA));
}

void Wifi::join(std::string_view network, std::string_view password) {
  step_ = TrialStep::joining;
  wifi_config_t config{};
  copy(network, config.sta.ssid);
  copy(password, config.sta.password);
  config.sta.scan_method = WIFI_ALL_CHANNEL_SCAN;
  config.sta.sort_method = WIFI_CONNECT_AP_BY_SIGNAL;
  config.sta.threshold.authmode = password.empty() ? WIFI_AUTH_OPEN : WIFI_AUTH_WPA2_PSK;
  config.sta.pmf_cfg.capable = true;
  config.sta.sae_pwe_h2e = WPA3_SAE_PWE_BOTH;  // some access points with WPA3 take the newer only
  leave();
  ESP_ERROR_CHECK_WITHOUT_ABORT(esp_wifi_set_config(WIFI_IF_STA, &config));
  ESP_ERROR_CHECK_WITHOUT_ABORT(esp_wifi_connect());
}

void Wifi::leave() {
  leaving_ = true;
  esp_wifi_disconnect();
}

void Wifi::open_own(std::string_view name, std::string_view password) {
  is_own_open_ = true;
  set_mode();
  wifi_config_t config{};
  copy(name, config.ap.ssid);
  copy(password, config.ap.password);
  config.ap.ssid_len = static_cast<std::uint8_t>(name.size());
  config.ap.authmode = WIFI_AUTH_WPA2_PSK;
  config.ap.max_connection = 2;
  ESP_ERROR_CHECK_WITHOUT_ABORT(esp_wifi_set_config(WIFI_IF_AP, &config));
}

void Wifi::close_own() {
  is_own_open_ = false;
  set_mode();
}

void Wifi::on_event(void* self, esp_event_base_t base, std::int32_t id, void* data) {
  auto& wifi = *static_cast<Wifi*>(self);
  if (base == WIFI_EVENT) return wifi.on_wifi(id, data);
  wifi.step_ = TrialStep::connecting;
  wifi.news_ = News::joined;
}

void Wifi::on_wifi(std::int32_t id, void* data) {
  if (id == WIFI_EVENT_STA_CONNECTED) {
    leaving_ = false;
    step_ = TrialStep::network_gave_no_address;  // until it does
  } else if (id == WIFI_EVENT_STA_DISCONNECTED) {
    const auto reason = static_cast<const wifi_event_sta_disconnected_t*>(data)->reason;
    // The access point may say the same: then it is lost.
    if (reason == WIFI_REASON_ASSOC_LEAVE && leaving_.exchange(false)) return;
    step_ = step_of(reason);
    news_ = News::lost;
  } else if (id == WIFI_EVENT_SCAN_DONE) {
    scanning_ = false;
    scan_is_new_ = true;
  }
}

void Wifi::start() {
  if (scanning_.exchange(true)) return;
  if (esp_wifi_scan_start(nullptr, false) != ESP_OK) scanning_ = false;
}

std::span<const VisibleNetwork> Wifi::networks() const {
  if (scan_is_new_.exchange(false)) {
    std::array<wifi_ap_record_t, kMostNetworks> records{};
    std::uint16_t count = kMostNetworks;
    if (esp_wifi_scan_get_ap_records(&count, records.data()) != ESP_OK) count = 0;
    network_count_ = 0;
    for (std::size_t i = 0; i < count; ++i) {  // the strongest come first
      const auto* name = reinterpret_cast<const char*>(records[i].ssid);
      const std::string_view ssid{name, strnlen(name, sizeof records[i].ssid)};
      if (ssid.empty()) continue;
      networks_[network_count_++] = {.name = contract::Text<32>::cut(ssid),
                                     .rssi_dbm = records[i].rssi,
                                     .is_open = records[i].authmode == WIFI_AUTH_OPEN};
    }
  }
  return std::span{networks_}.first(network_count_);
}

std::optional<double> Wifi::rssi_dbm() const {
  int rssi = 0;
  if (esp_wifi_sta_get_rssi(&rssi) != ESP_OK) return std::nullopt;
  return rssi;
}

}  // namespace luft::firmware::esp32

#include "firmware/esp32/main/own_host_name.h"

#include <esp_check.h>
#include <esp_netif.h>
#include <mdns.h>

#include <algorithm>
#include <array>

#include "firmware/esp32/main/config.h"

namespace luft::firmware::esp32 {

void announce(const contract::DeviceId& id) {
  std::array<char, contract::kMaxDeviceIdLength + 1> name{};
  id.view().copy(name.data(), contract::kMaxDeviceIdLength);
  std::ranges::replace(name, '_', '-');  // a host name has none (RFC 1123)
  // The router's list shows it too: it is asked for an address only when a network was joined.
  ESP_ERROR_CHECK_WITHOUT_ABORT(
      esp_netif_set_hostname(esp_netif_get_handle_from_ifkey("WIFI_STA_DEF"), name.data()));
  ESP_ERROR_CHECK_WITHOUT_ABORT(mdns_init());
  ESP_ERROR_CHECK_WITHOUT_ABORT(mdns_hostname_set(name.data()));
  std::array<mdns_txt_item_t, 2> about{
      {{.key = "version", .value = LUFT_VERSION}, {.key = "chip", .value = kChip}}};
  ESP_ERROR_CHECK_WITHOUT_ABORT(
      mdns_service_add(name.data(), "_luft", "_tcp", 0, about.data(), about.size()));
}

}  // namespace luft::firmware::esp32

#include "firmware/esp32/main/own_host_name.h"

#include <esp_check.h>
#include <mdns.h>

#include <algorithm>
#include <array>

namespace luft::firmware::esp32 {

void announce(const contract::DeviceId& id) {
  std::array<char, contract::kMaxDeviceIdLength + 1> name{};
  id.view().copy(name.data(), contract::kMaxDeviceIdLength);
  std::ranges::replace(name, '_', '-');  // a host name has none (RFC 1123)
  ESP_ERROR_CHECK_WITHOUT_ABORT(mdns_init());
  ESP_ERROR_CHECK_WITHOUT_ABORT(mdns_hostname_set(name.data()));
  ESP_ERROR_CHECK_WITHOUT_ABORT(mdns_instance_name_set("Luft"));
}

}  // namespace luft::firmware::esp32

// Devices say on `device/{id}/info` whether they move a window and what they measure. Those with
// somebody else's firmware cannot, so the hub says it for them; otherwise it would ask the model
// about the window of a thermometer. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/device.h"
#include "contract/device_id.h"
#include "runtime/settings.h"

namespace luft::hub {

class Introductions {
 public:
  // What stands as the firmware in what the hub says.
  static constexpr std::string_view kFirmware = "another's";

  explicit Introductions(const runtime::Settings& settings);

  // Devices whose `info` has to be heard: a source may add a metric to a device of ours, which
  // speaks for itself.
  [[nodiscard]] std::vector<contract::DeviceId> devices() const;
  void on_info(const contract::DeviceId& device, std::string_view payload);

  struct Introduction {
    contract::DeviceId device;
    std::string payload;
  };
  // Once, when what the broker keeps has arrived: those that did not speak for themselves.
  [[nodiscard]] std::vector<Introduction> take();

 private:
  struct Known {
    contract::DeviceInfo info;
    bool speaks_for_itself = false;
  };
  std::map<contract::DeviceId, Known> known_;
};

}  // namespace luft::hub

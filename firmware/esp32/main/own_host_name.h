// The device's name in the local network: kitchen.local.
#pragma once

#include "contract/device_id.h"

namespace luft::firmware::esp32 {

// Answers to it from now on, and says that it is a Luft device. Needs the network to be set up.
void announce(const contract::DeviceId& id);

}  // namespace luft::firmware::esp32

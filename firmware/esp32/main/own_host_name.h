// The device's name in the local network, kitchen.local, and the service by which it is found
// there.
#pragma once

#include "contract/device_id.h"

namespace luft::firmware::esp32 {

// Answers to it from now on, and offers `_luft._tcp` (DNS-SD, RFC 6763) with the firmware's version
// and the chip: "avahi-browse -r _luft._tcp" lists the devices. The port is 0, for a device listens
// to its broker only. Needs the network to be set up.
void announce(const contract::DeviceId& id);

}  // namespace luft::firmware::esp32

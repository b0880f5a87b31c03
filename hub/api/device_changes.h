// What people may change about a device, as it stands in a request's body; and a device's settings
// as an answer. Pure; errors are for people.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "contract/device_config.h"
#include "hub/intake/device.h"
#include "hub/intake/metadata.h"

namespace luft::hub::api {

// {"name":"Kitchen","room":"Kitchen","role":"indoor","labels":{"floor":"2"},
//  "trigger":{"temperature_c":0.5}}: a merge patch (RFC 7396); null takes back. `trigger` has the
// names and ranges of luft.yaml.
[[nodiscard]] std::expected<MetadataPatch, std::string> parse_metadata_patch(std::string_view body);

// {"metrics":{"temperature":{"interval_s":60,"probe_s":10,"deadband":0.2}},
//  "window":{"rest_s":60,"strict":true}}: all that the device should have. A version is ignored.
[[nodiscard]] std::expected<contract::DeviceConfig, std::string> parse_config_wish(
    std::string_view body);

// {"desired":{…},"reported":{…},"in_force":true}
[[nodiscard]] std::string config_json(const Device& device);

}  // namespace luft::hub::api

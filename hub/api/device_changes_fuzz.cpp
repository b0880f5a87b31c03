// What people change about a device: whatever the body, what is accepted keeps within the bounds of
// names and labels, is shown as JSON again, and reads back equal as settings for the device.
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "hub/api/device_changes.h"
#include "hub/api/json.h"

namespace luft::hub::api {
namespace {

void check_metadata(std::string_view body) {
  const auto patch = parse_metadata_patch(body);
  if (!patch) return assert(!patch.error().empty());
  const auto said = patched({}, *patch, {});
  if (!said) return assert(!said.error().empty());
  assert(!said->name || said->name->size() <= Metadata::kMaxText);
  assert(!said->room || said->room->size() <= Metadata::kMaxText);
  assert(said->labels.size() <= Metadata::kMaxLabels);
  assert(patched(*said, *patch, {}) == *said);  // a merge patch changes nothing twice
  Device device;
  device.id = contract::DeviceId::cut("kitchen");
  device.said = std::make_shared<const Metadata>(*said);
  assert(nlohmann::json::accept(device_json(device)));
}

void check_config(std::string_view body) {
  const auto config = parse_config_wish(body);
  if (!config) return assert(!config.error().empty());
  std::array<char, contract::kMaxMessageBytes> buffer;
  const auto again = contract::parse_device_config(contract::write_device_config(*config, buffer));
  assert(again && *again == *config);
  Device device;
  device.configuration = std::make_shared<const Configuration>(Configuration{.desired = *config});
  assert(nlohmann::json::accept(config_json(device)));
}

}  // namespace
}  // namespace luft::hub::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  luft::hub::api::check_metadata(body);
  luft::hub::api::check_config(body);
  return 0;
}

#include "hub/foreign/introductions.h"

#include <array>

#include "contract/limits.h"

namespace luft::hub {

Introductions::Introductions(const runtime::Settings& settings) {
  const auto introduce = [this](const std::string& id) -> contract::DeviceInfo& {
    contract::DeviceInfo& info = known_[contract::DeviceId::cut(id)].info;
    info.firmware = decltype(info.firmware)::cut(kFirmware);
    info.window = info.window.value_or(false);
    info.sensors = info.sensors.value_or(0);
    return info;
  };
  for (const runtime::CoverSettings& cover : settings.covers) introduce(cover.device).window = true;
  for (const runtime::SourceSettings& source : settings.sources) {
    contract::DeviceInfo& info = introduce(source.device);
    info.sensors = static_cast<std::uint16_t>(*info.sensors | contract::sensor_bit(source.metric));
  }
}

std::vector<contract::DeviceId> Introductions::devices() const {
  std::vector<contract::DeviceId> devices;
  for (const auto& [device, known] : known_) devices.push_back(device);
  return devices;
}

void Introductions::on_info(const contract::DeviceId& device, std::string_view payload) {
  const auto at = known_.find(device);
  const auto info = contract::parse_device_info(payload);
  if (at == known_.end() || !info) return;
  if (info->firmware.view() != kFirmware) at->second.speaks_for_itself = true;
}

std::vector<Introductions::Introduction> Introductions::take() {
  std::vector<Introduction> introductions;
  std::array<char, contract::kMaxMessageBytes> buffer;
  for (const auto& [device, known] : known_) {
    if (known.speaks_for_itself) continue;
    introductions.push_back(
        {.device = device,
         .payload = std::string{contract::write_device_info(known.info, buffer)}});
  }
  return introductions;
}

}  // namespace luft::hub

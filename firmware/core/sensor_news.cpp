#include "firmware/core/sensor_news.h"

#include <array>

#include "contract/device.h"

namespace luft::firmware {
namespace {

using Names = std::array<char, contract::kMaxReasonLength>;

// "temperature, humidity: no answer"
std::string_view words(std::uint16_t sensors, std::string_view trouble, Names& buffer) {
  std::size_t length = 0;
  const auto append = [&](std::string_view text) {
    length += text.copy(buffer.data() + length, buffer.size() - length);
  };
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    if ((sensors & contract::sensor_bit(metric.metric)) == 0) continue;
    if (length > 0) append(", ");
    append(metric.name);
  }
  if (!trouble.empty()) append(": ");
  append(trouble);
  return {buffer.data(), length};
}

std::uint16_t without(std::uint16_t bits, std::uint16_t others) {
  return static_cast<std::uint16_t>(bits & ~others);
}

}  // namespace

void SensorNews::tell(Sampler& sampler, std::string_view trouble, Events& events, Uptime now) {
  const SensorChanges changes = sampler.take_changes();
  const std::uint16_t lost = untold_.lost | changes.lost;
  const std::uint16_t found = untold_.found | changes.found;
  untold_ = {.lost = without(lost, found), .found = without(found, lost)};
  Names names{};
  if (untold_.lost != 0) {
    if (events.say("sensor_lost", std::nullopt, words(untold_.lost, trouble, names), now)) {
      untold_.lost = 0;
    }
  } else if (untold_.found != 0) {
    if (events.say("sensor_found", std::nullopt, words(untold_.found, {}, names), now)) {
      untold_.found = 0;
    }
  }
}

}  // namespace luft::firmware

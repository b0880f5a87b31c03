#include "hub/foreign/sources.h"

#include <cassert>
#include <cmath>

#include "hub/false_digits.h"
#include "runtime/metric_units.h"

namespace luft::hub {
Sources::Sources(std::span<const runtime::SourceSettings> settings) {
  for (const runtime::SourceSettings& each : settings) {
    const auto scale = runtime::scale_from(each.metric, each.unit);
    assert(scale && "settings are checked at start");
    by_topic_[each.topic].push_back({.pointer = each.pointer,
                                     .device = contract::DeviceId::cut(each.device),
                                     .metric = each.metric,
                                     .factor = each.factor * scale->factor,
                                     .offset = each.offset * scale->factor + scale->offset});
  }
}

std::vector<std::string> Sources::topics() const {
  std::vector<std::string> topics;
  for (const auto& [topic, sources] : by_topic_) topics.push_back(topic);
  return topics;
}

std::size_t Sources::take(std::string_view topic, const ForeignPayload& payload,
                          std::vector<ForeignReading>& readings) const {
  const auto at = by_topic_.find(topic);
  if (at == by_topic_.end()) return 0;
  std::size_t refused = 0;
  for (const Source& source : at->second) {
    const auto number = payload.number_at(source.pointer);
    if (!number) {
      if (number.error() == NoNumber::not_number) ++refused;
      continue;
    }
    const double value = without_false_digits(*number * source.factor + source.offset);
    if (std::isfinite(value)) {
      readings.push_back({.device = source.device, .metric = source.metric, .value = value});
    } else {
      ++refused;
    }
  }
  return refused;
}

}  // namespace luft::hub

#include "hub/intake/metadata.h"

namespace luft::hub {

std::expected<Metadata, std::string> patched(const Metadata& before, const MetadataPatch& patch,
                                             const runtime::TriggerSettings& defaults) {
  Metadata after = before;
  if (patch.name) after.name = *patch.name;
  if (patch.room) after.room = *patch.room;
  if (patch.role) after.role = *patch.role;
  for (const auto& [label, value] : patch.labels) {
    if (value) {
      after.labels[label] = *value;
    } else {
      after.labels.erase(label);
    }
  }
  if (after.labels.size() > Metadata::kMaxLabels) {
    return std::unexpected{"labels: at most 16 for one device"};
  }
  for (std::size_t i = 0; i < patch.trigger.size(); ++i) {
    if (patch.trigger[i]) after.trigger.values[i] = *patch.trigger[i];
  }
  const runtime::TriggerSettings trigger = after.trigger.over(defaults);
  if (trigger.shortest_interval > trigger.longest_interval) {
    return std::unexpected{"trigger.shortest_interval_s must not be above longest_interval_s"};
  }
  return after;
}

}  // namespace luft::hub

#include "hub/api/event_texts.h"

#include <algorithm>
#include <utility>

#include "hub/api/json.h"

namespace luft::hub::api {
namespace {

std::string write(const Snapshot& before, const Snapshot& after) {
  std::string text;
  for (std::size_t i = 1; i < after.devices.size(); ++i) {
    const bool changed = i >= before.devices.size() || before.devices[i] != after.devices[i];
    if (changed) text += event_text("device", device_json(*after.devices[i]));
  }
  if (after.model != before.model) text += event_text("model", model_json(*after.model));
  return text;
}

}  // namespace

EventTexts::Text EventTexts::between(const Snapshot& before, const Snapshot& after) {
  const std::lock_guard lock{mutex_};  // whoever comes meanwhile wants what is being written
  const auto known = std::ranges::find_if(steps_, [&](const Step& each) {
    return each.text && each.before == before.version && each.after == after.version;
  });
  if (known != steps_.end()) return known->text;
  Step& step = steps_[std::exchange(oldest_, (oldest_ + 1) % kKept)];
  step = {.before = before.version,
          .after = after.version,
          .text = std::make_shared<const std::string>(write(before, after))};
  return step.text;
}

std::string event_text(std::string_view name, const std::string& json) {
  return "event: " + std::string{name} + "\ndata: " + json + "\n\n";
}

}  // namespace luft::hub::api

#include "hub/api/event_texts.h"

#include <algorithm>
#include <utility>

#include "hub/api/json.h"

namespace luft::hub::api {
namespace {

std::string write(const Snapshot& before, const Snapshot& after) {
  std::string text;
  for (std::size_t i = 1; i < after.devices.size(); ++i) {
    const Device* was = i < before.devices.size() ? before.devices[i].get() : nullptr;
    const Device& is = *after.devices[i];
    if (was == &is) continue;
    const bool is_gone = was != nullptr && was->is_shown() && (!is.is_shown() || was->id != is.id);
    if (is_gone) text += event_text("removed", removed_json(*was));
    if (is.is_shown()) text += event_text("device", device_json(is));
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

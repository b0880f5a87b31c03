#include "hub/airing.h"

#include "contract/limits.h"

namespace luft::hub {
namespace {

bool can_be_told(const Device& device) {
  return device.window && device.may_have_window() && device.active && device.online.value_or(true);
}

}  // namespace

std::vector<AiringWish> airing_wishes(const Snapshot& devices, Airing airing) {
  std::vector<AiringWish> wishes;
  for (const auto& device : devices.devices) {
    if (!device->window || !device->may_have_window()) continue;
    contract::WindowSet set = contract::ReleaseHold{};
    if (airing == Airing::paused) {
      set = contract::SetPosition{.position_pct = device->window->state.target_pct,
                                  .hold_s = contract::kMaxHoldSeconds};
    }
    wishes.push_back({.window = device->id, .set = set});
  }
  return wishes;
}

Airing airing_of(const Snapshot& devices, SystemTime now) {
  bool some_is_held = false;
  for (const auto& device : devices.devices) {
    if (!can_be_told(*device)) continue;
    if (hold_left_s(*device->window, now) == 0) return Airing::on;
    some_is_held = true;
  }
  return some_is_held ? Airing::paused : Airing::on;
}

}  // namespace luft::hub

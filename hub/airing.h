// Pausing all windows of the house at once, and giving them back. Pure.
#pragma once

#include <vector>

#include "contract/window.h"
#include "hub/moment.h"
#include "hub/snapshot.h"

namespace luft::hub {

using contract::Airing;

// What each window that said where it stands is to be told: held there, for as long as a window
// takes, or given back. A pause is no choice of a position: nothing is learned from it.
struct AiringWish {
  contract::DeviceId window;
  contract::WindowSet set;
};
[[nodiscard]] std::vector<AiringWish> airing_wishes(const Snapshot& devices, Airing airing);

// How it is: paused while every window that can be told is held by hand, and there is one. So a
// window that one person releases ends it.
[[nodiscard]] Airing airing_of(const Snapshot& devices, SystemTime now);

}  // namespace luft::hub

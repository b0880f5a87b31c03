// The device's own rule, for when nobody else decides: keeps a room acceptable with what its own
// sensors say, and a small gap when they say nothing.
#pragma once

#include "firmware/core/room_now.h"

namespace luft::firmware {

// An opening between 0 and 100 %, in steps of 10 so that a rule on noisy readings does not fidget.
// Without any reading: a gap of 10 %, which keeps CO2 of a normally used room bearable.
[[nodiscard]] double simple_rule_pct(const RoomNow& room);

}  // namespace luft::firmware

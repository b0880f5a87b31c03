// Weather and smoke that close a window whatever the model says.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "firmware/core/room_now.h"
#include "firmware/core/smoke_contact.h"

namespace luft::firmware {

enum class Hazard : std::uint8_t { smoke, storm, rain, frost };

[[nodiscard]] std::string_view reason(Hazard hazard);

// Judges the device's own sensors, with a gap between the level that begins a hazard and the one
// that ends it. A silent sensor ends its hazard: it cannot say how long it would last.
class Hazards {
 public:
  void on_room(const RoomNow& room);
  void on_smoke_input(SmokeInput input) { smoke_ = input == SmokeInput::alarm; }

  // The gravest one that is on.
  [[nodiscard]] std::optional<Hazard> active() const;
  // The gravest one that is on and was not in `before`.
  [[nodiscard]] std::optional<Hazard> begun_since(const Hazards& before) const;

 private:
  bool smoke_ = false;
  bool storm_ = false;
  bool rain_ = false;
  bool frost_ = false;
};

}  // namespace luft::firmware

// Why a window must be closed now.
#pragma once

#include <optional>
#include <string_view>

namespace luft::hub {

struct Hazards {
  bool storm = false;
  bool rain = false;
  bool frost = false;  // in the room

  // The gravest, for people; empty: there is none.
  [[nodiscard]] std::optional<std::string_view> reason() const {
    if (storm) return "hazard: storm";
    if (rain) return "hazard: rain";
    if (frost) return "hazard: frost in the room";
    return std::nullopt;
  }
  // Whether one is there that was not before.
  [[nodiscard]] bool has_more_than(const Hazards& before) const {
    return (storm && !before.storm) || (rain && !before.rain) || (frost && !before.frost);
  }
};

}  // namespace luft::hub

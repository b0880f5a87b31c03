#include "firmware/core/hazards.h"

namespace luft::firmware {
namespace {

bool at_least(const std::optional<double>& value, double begins, double ends, bool was_on) {
  return value && *value >= (was_on ? ends : begins);
}

bool at_most(const std::optional<double>& value, double begins, double ends, bool was_on) {
  return value && *value <= (was_on ? ends : begins);
}

}  // namespace

std::string_view reason(Hazard hazard) {
  switch (hazard) {
    case Hazard::smoke:
      return "hazard: smoke input";
    case Hazard::storm:
      return "hazard: storm";
    case Hazard::rain:
      return "hazard: rain";
    case Hazard::frost:
      return "hazard: frost in the room";
  }
  return "hazard";
}

// Storm: Beaufort 7 begins at 13.9 m/s. Frost is the room's own: pipes, not the garden.
void Hazards::on_room(const RoomNow& room) {
  storm_ = at_least(room.wind_m_per_s, 14, 10, storm_);
  rain_ = at_least(room.rain_mm_per_h, 0.2, 0.05, rain_);
  frost_ = at_most(room.temperature_c, 4, 6, frost_);
}

std::optional<Hazard> Hazards::active() const {
  return begun_since(Hazards{});
}

std::optional<Hazard> Hazards::begun_since(const Hazards& before) const {
  if (smoke_ && !before.smoke_) return Hazard::smoke;
  if (storm_ && !before.storm_) return Hazard::storm;
  if (rain_ && !before.rain_) return Hazard::rain;
  if (frost_ && !before.frost_) return Hazard::frost;
  return std::nullopt;
}

}  // namespace luft::firmware

#include "firmware/core/hazards.h"

#include "contract/hazard_levels.h"

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

void Hazards::on_room(const RoomNow& room) {
  using namespace contract;
  storm_ = at_least(room.wind_m_per_s, kStormBegins_m_s, kStormEnds_m_s, storm_);
  rain_ = at_least(room.rain_mm_per_h, kRainBegins_mm_h, kRainEnds_mm_h, rain_);
  frost_ = at_most(room.temperature_c, kFrostBegins_c, kFrostEnds_c, frost_);
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

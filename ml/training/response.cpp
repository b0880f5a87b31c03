// The room's own physics, lived on numbers that carry their derivatives.
#include "ml/training/response.h"

#include <cmath>

#include "ml/training/teacher.h"
#include "rooms/comfort_terms.h"
#include "rooms/dual.h"
#include "rooms/room_physics.h"

namespace luft::ml {
namespace {

using Number = rooms::Dual<kVariableCount>;

rooms::StateOf<Number> variables(const rooms::RoomState& state) {
  return {.air_temp_c = Number::variable(state.air_temp_c, 0),
          .mass_temp_c = Number::variable(state.mass_temp_c, 1),
          .vapour_kg_m3 = Number::variable(state.vapour_kg_m3, 2),
          .co2_ppm = Number::variable(state.co2_ppm, 3)};
}

// All sound in the room: of its slope, what comes through the window has its share of the energy.
Number sound_dba(const rooms::Home& home, const rooms::Moment& moment, const Number& opening) {
  const Number intruding_dba =
      moment.street_dba - rooms::attenuation_db(home.room.closed_attenuation_db,
                                                home.room.open_attenuation_db, opening);
  const double all_dba = rooms::room_sound_dba(intruding_dba.value, moment.presence);
  return intruding_dba.mapped(all_dba, std::pow(10.0, (intruding_dba.value - all_dba) / 10));
}

void put(Response& response, Effect effect, const Number& number) {
  const auto i = static_cast<std::size_t>(effect);
  response.values[i] = static_cast<float>(number.value);
  for (std::size_t k = 0; k < kVariableCount; ++k) {
    response.slopes[i][k] = static_cast<float>(number.slopes[k]);
  }
}

}  // namespace

Response respond(const Episode& episode, std::size_t decision, const rooms::RoomState& state,
                 double opening) {
  const auto& home = episode.home;
  const Number open = Number::variable(opening, kStateCount);
  auto now = variables(state);
  Number cost = 0;
  for (const auto& moment : episode.from_decision(decision).first(kStepsPerDecision)) {
    const auto result = rooms::physics_step(now, home.room, moment.outdoors, moment.presence,
                                            moment.setpoint_c, open, kStepSeconds);
    now = result.state;
    cost += rooms::cost_terms(episode.weights, home, now, moment, open, result.flows.heating_j,
                              kStepSeconds)
                .total();
  }
  const auto& then = episode.from_decision(decision + 1).front();
  Response response;
  put(response, Effect::air_temp_c, now.air_temp_c);
  put(response, Effect::mass_temp_c, now.mass_temp_c);
  put(response, Effect::vapour_kg_m3, now.vapour_kg_m3);
  put(response, Effect::co2_ppm, now.co2_ppm);
  put(response, Effect::cost, cost);
  put(response, Effect::cost_after, cost_after(episode.weights, home, now, then));
  put(response, Effect::seen_temp_c, now.air_temp_c);
  put(response, Effect::seen_humidity_pct, rooms::humidity_pct(now.air_temp_c, now.vapour_kg_m3));
  put(response, Effect::seen_vapour_g_m3, 1e3 * now.vapour_kg_m3);
  put(response, Effect::seen_sound_dba, sound_dba(home, then, open));
  return response;
}

}  // namespace luft::ml

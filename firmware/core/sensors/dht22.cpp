#include "firmware/core/sensors/dht22.h"

#include <algorithm>
#include <array>

namespace luft::firmware {
namespace {

// The start signal's millisecond, the response, and 40 ones of 125 us: under 8 ms.
constexpr Uptime kAnswerTakes{10};

}  // namespace

void Dht22::on_tick(Uptime now) {
  if (now < next_) return;
  if (asked_) return collect(now);
  line_.ask();
  asked_ = true;
  next_ = now + kAnswerTakes;
}

void Dht22::collect(Uptime now) {
  asked_ = false;
  next_ = now - kAnswerTakes + std::max(settings_.measure_every, kShortestPause);
  next_ = std::max(next_, now + kShortestPause);  // however late the answer was looked at
  std::array<Pulse, kMostDht22Pulses> pulses{};
  const auto reading = decode_dht22(std::span{pulses}.first(line_.take(pulses)));
  if (!reading) {
    trouble_ = reading.error();
    return;
  }
  trouble_ = SensorTrouble::none;
  latest_ = {.temperature_c = reading->temperature_deci_c / 10.0,
             .humidity_pct = reading->humidity_deci_pct / 10.0,
             .pressure_hpa = {},
             .measured = now};
}

}  // namespace luft::firmware

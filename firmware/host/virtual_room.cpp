#include "firmware/host/virtual_room.h"

#include <algorithm>
#include <utility>

#include "sound/level.h"

namespace luft::firmware::host {

using contract::Metric;

namespace {

// Of a BME280 at rest, from one reading to the next.
constexpr double kTemperatureNoiseK = 0.02;
constexpr double kHumidityNoisePct = 0.1;
constexpr double kCo2NoisePpm = 5;
// People and traffic are not steady within the quarter hours that the room model knows.
constexpr double kSoundUnrestDb = 0.8;

double seconds(Uptime time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

VirtualRoom::VirtualRoom(rooms::SimulatedRoom room, double speed, double opening_pct,
                         std::shared_ptr<const NoiseTape> tape, std::uint64_t seed)
    : room_(std::move(room)),
      speed_(speed),
      opening_pct_(opening_pct),
      noise_(seed),
      seen_(room_.observe()),
      sound_dba_(seen_.sound_dba) {
  if (tape) microphone_.emplace(std::move(tape), seed);
}

void VirtualRoom::set_time(Uptime now) {
  now_ = now;
  if (microphone_) microphone_->hear(sound_dba_, now);
}

std::optional<double> VirtualRoom::read(Metric metric) {
  catch_up();
  switch (metric) {
    case Metric::temperature:
      return seen_.temp_c + kTemperatureNoiseK * noise_.normal();
    case Metric::humidity:
      return std::clamp(seen_.humidity_pct + kHumidityNoisePct * noise_.normal(), 0.0, 100.0);
    case Metric::co2:
      return seen_.co2_ppm + kCo2NoisePpm * noise_.normal();
    case Metric::sound_volume:
      return std::clamp(sound_dba_, sound::kMinLevelDb, sound::kMaxLevelDb);
    default:
      return std::nullopt;
  }
}

void VirtualRoom::drive_to(double position_pct) {
  catch_up();
  opening_pct_ = position_pct;
}

void VirtualRoom::catch_up() {
  if (now_ == simulated_to_) return;
  room_.advance(seconds(now_ - simulated_to_) * speed_, opening_pct_ / 100.0);
  simulated_to_ = now_;
  seen_ = room_.observe();
  sound_dba_ = seen_.sound_dba + kSoundUnrestDb * noise_.normal();
}

std::optional<double> VirtualOutdoors::read(Metric metric) {
  const rooms::Outdoors outdoors = weather_->at(start_s_ + seconds(now_) * speed_);
  switch (metric) {
    case Metric::temperature:
      return outdoors.temp_c;
    case Metric::humidity:
      return std::clamp(outdoors.humidity_pct, 0.0, 100.0);
    case Metric::rain:
      return outdoors.rain_mm_per_h;
    case Metric::wind_speed:
      return outdoors.wind_speed_m_s;
    default:
      return std::nullopt;
  }
}

}  // namespace luft::firmware::host

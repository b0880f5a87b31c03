// What a device knows of its room: asks its sensors when it is time, listens to its microphone,
// keeps the latest of each metric, and says when a sensor is lost or found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "contract/metric.h"
#include "firmware/core/audio_clips.h"
#include "firmware/core/device_settings.h"
#include "firmware/core/events.h"
#include "firmware/core/guard.h"
#include "firmware/core/sampler.h"
#include "firmware/core/sensor_news.h"
#include "firmware/core/sound_window.h"

namespace luft::firmware {

class Senses {
 public:
  // `ports` and `events` outlive it.
  Senses(const DeviceSettings& settings, const Ports& ports, Events& events);

  // Takes in what the microphone has: at most one window at a call, so that a source that never
  // runs dry does not stop the device.
  void listen(Uptime now);

  struct Sensed {
    contract::Metric metric{};
    double value = 0;
  };
  // Goes through the metrics from the one numbered `next`, asks the sensors that are due, and
  // stops at what is to be reported; empty once all were asked. The first call has `next` 0.
  [[nodiscard]] std::optional<Sensed> sample(std::size_t& next, Uptime now);
  // After the last of these: sensors that came and went.
  void tell_news(Uptime now) { news_.tell(sampler_, sensors_.trouble(), events_, now); }

  // A part of a clip at most, where a person wants them; says it when there is no memory for one.
  void send_clip(Uptime now);

  // What is not too old to say something of the room.
  [[nodiscard]] RoomNow room_now(Uptime now) const;

  [[nodiscard]] Sampler& sampler() { return sampler_; }
  [[nodiscard]] const Sampler& sampler() const { return sampler_; }
  [[nodiscard]] AudioClips* clips() { return clips_ ? &*clips_ : nullptr; }

 private:
  struct Latest {
    double value = 0;
    Uptime at = kNever;
  };

  [[nodiscard]] bool is_sound(contract::Metric metric) const {
    return sound_ && metric == contract::Metric::sound_volume;
  }

  SensorSource& sensors_;
  PcmSource* microphone_;
  WallClock* clock_;
  Events& events_;
  Sampler sampler_;
  SensorNews news_;
  std::optional<SoundWindow> sound_;  // with a microphone
  std::optional<AudioClips> clips_;   // where there is memory for them too
  std::array<Latest, contract::kMetricCount> latest_{};
};

}  // namespace luft::firmware

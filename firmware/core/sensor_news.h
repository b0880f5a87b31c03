// Tells the world that a sensor is lost or found again, once each, also after hours offline.
#pragma once

#include "firmware/core/events.h"
#include "firmware/core/sampler.h"

namespace luft::firmware {

class SensorNews {
 public:
  // Says what has changed, one kind of news a call, and keeps what could not be said. What changed
  // back in the meantime is no news. `trouble` is said with what is lost: "temperature: no answer".
  void tell(Sampler& sampler, std::string_view trouble, Events& events, Uptime now);

 private:
  SensorChanges untold_;
};

}  // namespace luft::firmware

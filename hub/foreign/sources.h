// Which numbers on whose topics are readings of our devices. Pure.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/device_id.h"
#include "contract/metric.h"
#include "hub/foreign/payload.h"
#include "runtime/foreign_settings.h"

namespace luft::hub {

struct ForeignReading {
  contract::DeviceId device;
  contract::Metric metric{};
  double value = 0;  // in the metric's unit; its range is checked where all readings are
};

class Sources {
 public:
  explicit Sources(std::span<const runtime::SourceSettings> settings);

  [[nodiscard]] std::vector<std::string> topics() const;

  // Appends the readings that a payload on `topic` holds; the number of places where something
  // stood that is no number. What is absent is no news: many devices send only what changed.
  std::size_t take(std::string_view topic, const ForeignPayload& payload,
                   std::vector<ForeignReading>& readings) const;

 private:
  struct Source {
    std::string pointer;
    contract::DeviceId device;
    contract::Metric metric{};
    double factor = 1;  // with the unit's
    double offset = 0;
  };
  std::map<std::string, std::vector<Source>, std::less<>> by_topic_;
};

}  // namespace luft::hub

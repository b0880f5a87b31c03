// Whether a broker lets us in, and whether ml says that it decides: one short visit.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

#include "runtime/mqtt_types.h"

namespace luft::cli {

struct BrokerVisit {
  std::optional<std::string> ml_status;  // the retained word on ml/status; nothing: none is there
};

// Connects, looks and leaves. Waits at most `patience`. The error is why we were not let in.
std::expected<BrokerVisit, std::string> visit_broker(const runtime::MqttSettings& broker,
                                                     std::chrono::milliseconds patience);

}  // namespace luft::cli

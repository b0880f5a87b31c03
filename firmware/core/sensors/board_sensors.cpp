#include "firmware/core/sensors/board_sensors.h"

namespace luft::firmware {

using contract::Metric;

void BoardSensors::on_tick(Uptime now) {
  now_ = now;
  if (climate_ != nullptr) climate_->on_tick(now);
}

std::optional<double> BoardSensors::read(Metric metric) {
  if (metric == Metric::rssi) return radio_.rssi_dbm();
  if (climate_ == nullptr) return std::nullopt;
  const Climate& climate = climate_->latest();
  if (climate.measured == kNever || now_ - climate.measured > kFresh) return std::nullopt;
  switch (metric) {
    case Metric::temperature:
      return climate.temperature_c;
    case Metric::humidity:
      return climate.humidity_pct;
    case Metric::pressure:
      return climate.pressure_hpa;
    default:
      return std::nullopt;
  }
}

}  // namespace luft::firmware

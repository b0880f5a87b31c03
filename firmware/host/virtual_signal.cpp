#include "firmware/host/virtual_signal.h"

#include <cmath>
#include <numbers>
#include <random>

namespace luft::firmware::host {
namespace {

// What ESP32s report in a flat: close to the access point, and three walls away, still connected.
constexpr double kStrongest_dbm = -46;
constexpr double kWeakest_dbm = -76;
constexpr double kWander_db = 3;
constexpr std::chrono::minutes kWanderPeriod{40};

}  // namespace

double virtual_rssi_dbm(std::uint32_t seed, Uptime now) {
  std::minstd_rand chance{seed};
  chance.discard(4);  // neighbouring seeds begin alike
  const double place_dbm = std::uniform_real_distribution{kWeakest_dbm, kStrongest_dbm}(chance);
  const double turns = std::chrono::duration<double>(now) / kWanderPeriod;
  return std::round(place_dbm + kWander_db * std::sin(2 * std::numbers::pi * turns));
}

}  // namespace luft::firmware::host

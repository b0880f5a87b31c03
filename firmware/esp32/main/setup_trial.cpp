#include "firmware/esp32/main/setup_trial.h"

#include <utility>

#include "firmware/esp32/main/lock.h"

namespace luft::firmware::esp32 {

WifiTrial::WifiTrial(Wifi& wifi, MqttClient& mqtt)
    : wifi_(wifi), mqtt_(mqtt), mutex_(xSemaphoreCreateMutexStatic(&mutex_control_)) {}

void WifiTrial::begin(const DeviceSetup& setup) {
  const Lock lock(mutex_);
  asked_ = setup;
  is_asked_ = true;
  step_ = TrialStep::joining;
}

std::int8_t WifiTrial::rssi_dbm() const {
  return static_cast<std::int8_t>(wifi_.rssi_dbm().value_or(0));
}

bool WifiTrial::take_asked() {
  const Lock lock(mutex_, 0);
  if (!lock.is_held()) return false;  // at the next tick
  if (is_asked_) setup_ = asked_;
  return std::exchange(is_asked_, false);
}

WifiTrial::Change WifiTrial::on_tick() {
  if (take_asked()) {
    mqtt_.stop();
    is_running_ = true;
    asks_broker_ = false;
    is_over_ = false;
    wifi_.join(setup_.network.view(), setup_.network_password.view());
  }
  if (!is_running_) return Change::none;
  if (is_over_) {
    is_running_ = false;
    mqtt_.stop();
    return Change::ended;
  }
  step_ = asks_broker_ ? mqtt_.trial_step() : wifi_.trial_step();
  if (!asks_broker_ && step_.load() == TrialStep::connecting) {
    mqtt_.start(setup_);
    asks_broker_ = true;
  }
  return Change::none;
}

}  // namespace luft::firmware::esp32

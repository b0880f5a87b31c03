#include "firmware/esp32/main/setup_trial.h"

namespace luft::firmware::esp32 {

void WifiTrial::begin(const DeviceSetup& setup) {
  setup_ = setup;
  asks_broker_ = false;
  running_ = true;
  wifi_.join(setup_.network.view(), setup_.network_password.view());
}

void WifiTrial::end() {
  running_ = false;
}

TrialStep WifiTrial::step() const {
  return asks_broker_ ? mqtt_.trial_step() : wifi_.trial_step();
}

std::int8_t WifiTrial::rssi_dbm() const {
  return static_cast<std::int8_t>(wifi_.rssi_dbm().value_or(0));
}

void WifiTrial::on_tick() {
  if (!running_ || asks_broker_ || wifi_.trial_step() != TrialStep::connecting) return;
  mqtt_.start(setup_);
  asks_broker_ = true;
}

}  // namespace luft::firmware::esp32

// The air around a virtual device: networks with names, passwords and strengths that a test knows,
// and behind them the real network of this machine, where a broker is asked for real.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "firmware/core/setup/portal_ports.h"
#include "runtime/clock.h"
#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"

namespace luft::firmware::host {

struct VirtualNetwork {
  VisibleNetwork visible;
  std::string password;  // empty: open
};

// A home, its neighbours, and a name that tries to be more than a name.
[[nodiscard]] std::vector<VirtualNetwork> virtual_networks();

class VirtualRadio final : public NetworkScan, public SetupTrial {
 public:
  // `folder` is where a certificate is put for the MQTT library, which wants a file.
  VirtualRadio(std::vector<VirtualNetwork> networks, std::string folder);
  ~VirtualRadio() override;

  void start() override;
  bool is_running() const override;
  std::span<const VisibleNetwork> networks() const override;

  void begin(const DeviceSetup& setup) override;
  void end() override;
  TrialStep step() const override { return step_.load(); }
  std::int8_t rssi_dbm() const override { return rssi_; }

 private:
  void ask_broker(const DeviceSetup& setup);

  std::vector<VirtualNetwork> networks_;
  std::vector<VisibleNetwork> seen_;
  std::string folder_;
  runtime::RealClock clock_;
  runtime::SteadyTime scan_ends_{};
  std::atomic<TrialStep> step_{TrialStep::joining};
  std::int8_t rssi_ = 0;
  std::unique_ptr<runtime::MqttLoop> loop_;  // while a trial runs
  std::unique_ptr<runtime::MqttClient> client_;
};

}  // namespace luft::firmware::host

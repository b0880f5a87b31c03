#include "firmware/host/setup_page/virtual_radio.h"

#include <algorithm>

#include "runtime/file.h"

namespace luft::firmware::host {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kScanTakes{500};
constexpr milliseconds kJoinTakes{500};
// Below this an access point does not hear what it is answered.
constexpr std::int8_t kTooWeak_dbm = -88;

VisibleNetwork network(std::string_view name, std::int8_t rssi_dbm, bool is_open) {
  return {.name = contract::Text<32>::cut(name), .rssi_dbm = rssi_dbm, .is_open = is_open};
}

TrialStep step_of(const runtime::MqttDisconnect& why) {
  using Kind = runtime::MqttDisconnect::Kind;
  if (why.kind == Kind::refused) return TrialStep::broker_refused;
  const bool is_tls = why.text.find("TLS") != std::string::npos ||
                      why.text.find("certificate") != std::string::npos;
  return is_tls ? TrialStep::broker_not_trusted : TrialStep::broker_silent;
}

}  // namespace

std::vector<VirtualNetwork> virtual_networks() {
  return {{network("Home", -52, false), "correct horse"},
          {network("Cellar", -84, false), "correct horse"},
          {network("Caf\xC3\xA9", -71, true), ""},
          {network("<b>\"bold\"</b>", -75, false), "12345678"},
          {network("Far away", -91, false), "correct horse"}};
}

VirtualRadio::VirtualRadio(std::vector<VirtualNetwork> networks, std::string folder)
    : networks_(std::move(networks)), folder_(std::move(folder)) {}

VirtualRadio::~VirtualRadio() {
  end();
}

void VirtualRadio::start() {
  scan_ends_ = clock_.steady_now() + kScanTakes;
  seen_.clear();
  for (const VirtualNetwork& one : networks_) seen_.push_back(one.visible);
}

bool VirtualRadio::is_running() const {
  return clock_.steady_now() < scan_ends_;
}

std::span<const VisibleNetwork> VirtualRadio::networks() const {
  if (is_running()) return {};
  return seen_;
}

void VirtualRadio::begin(const DeviceSetup& setup) {
  end();
  step_ = TrialStep::joining;
  loop_ = std::make_unique<runtime::MqttLoop>();
  loop_->call_after(kJoinTakes, [this, setup] {
    const auto found = std::ranges::find_if(
        networks_, [&](const VirtualNetwork& one) { return one.visible.name == setup.network; });
    if (found == networks_.end()) {
      step_ = TrialStep::network_not_found;
    } else if (found->visible.rssi_dbm < kTooWeak_dbm) {
      step_ = TrialStep::network_too_weak;
    } else if (found->password != setup.network_password.view()) {
      step_ = TrialStep::network_password_wrong;
    } else {
      rssi_ = found->visible.rssi_dbm;
      step_ = TrialStep::connecting;
      ask_broker(setup);
    }
  });
  loop_->start();
}

void VirtualRadio::ask_broker(const DeviceSetup& setup) {
  runtime::MqttSettings settings;
  settings.host = setup.broker_host.view();
  settings.port = setup.broker_port;
  settings.client_id = setup.id.view();
  if (!setup.broker_password.empty()) {
    settings.username = setup.id.view();
    settings.password = setup.broker_password.view();
  }
  if (setup.security == BrokerSecurity::tls) {
    settings.tls.emplace();
    if (!setup.ca.empty()) {
      settings.tls->ca_file = folder_ + "/ca.pem";
      (void)runtime::write_file_atomically(settings.tls->ca_file, setup.ca.view());
    }
  }
  client_ = std::make_unique<runtime::MqttClient>(
      *loop_, settings,
      runtime::MqttCallbacks{.on_connected = [this] { step_ = TrialStep::succeeded; },
                             .on_disconnected =
                                 [this](const runtime::MqttDisconnect& why) {
                                   if (step_.load() != TrialStep::succeeded) step_ = step_of(why);
                                 }});
  client_->connect();
}

void VirtualRadio::end() {
  if (!loop_) return;
  loop_->stop();
  client_.reset();
  loop_.reset();
}

}  // namespace luft::firmware::host

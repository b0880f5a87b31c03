#include "firmware/esp32/main/network_link.h"

#include "firmware/esp32/main/chip.h"

namespace luft::firmware::esp32 {

NetworkLink::NetworkLink(const DeviceSetup* setup, KeptSetup& memory,
                         const DevicePassword& password, std::uint32_t seed)
    : setup_(setup),
      trial_(wifi_, mqtt_),
      joining_({}, seed),
      page_settings_{
          .password = password.data(), .suggested_id = own_name(), .version = LUFT_VERSION},
      page_ports_{.scan = wifi_, .trial = trial_, .memory = memory, .entropy = entropy_} {
  if (setup_ == nullptr) obey(Joining::Wish::open_page);
}

bool NetworkLink::on_tick(Uptime now) {
  if (page_) {
    page_->on_tick(now);
    if (page_->last_used() != kNever) joining_.on_page_used(page_->last_used());
    if (page_->is_done()) return true;
  }
  follow_trial(now);
  if (setup_ != nullptr && !trial_.is_running()) follow_radio(now);
  return false;
}

// Whoever leaves a trial that failed leaves the device as it was set up before.
void NetworkLink::follow_trial(Uptime now) {
  if (trial_.is_running() && !joining_.person_is_there(now)) trial_.end();
  if (trial_.on_tick() != WifiTrial::Change::ended) return;
  (void)wifi_.take_news();  // it was of the trial's network
  joining_.on_lost(now);
}

void NetworkLink::deliver(Device& device, Uptime now) {
  if (!trial_.is_running()) return mqtt_.deliver(device, now);
  device.on_disconnected();
  mqtt_.forget_inbox();
}

void NetworkLink::follow_radio(Uptime now) {
  switch (wifi_.take_news()) {
    case Wifi::News::joined:
      joining_.on_joined(now);
      if (!mqtt_.is_started()) mqtt_.start(*setup_);
      break;
    case Wifi::News::lost:
      joining_.on_lost(now);
      break;
    case Wifi::News::none:
      break;
  }
  if (mqtt_.is_connected()) joining_.on_broker_heard(now);
  obey(joining_.on_tick(now));
}

void NetworkLink::obey(Joining::Wish wish) {
  switch (wish) {
    case Joining::Wish::join:
      return wifi_.join(setup_->network.view(), setup_->network_password.view());
    case Joining::Wish::open_page:
      wifi_.open_own(own_name().view(), page_settings_.password);
      page_.emplace(page_settings_, page_ports_);
      return;
    case Joining::Wish::close_page:
      page_.reset();
      return wifi_.close_own();
    case Joining::Wish::none:
      return;
  }
}

}  // namespace luft::firmware::esp32

// The page on which a person sets a device up, from a phone that has joined the device's own
// network. The pages and what becomes of each request are decided here; a server that knows HTTP
// stands before it (esp_http_server on the chip, cpp-httplib on the host).
//
// Invariants: nothing is shown or changed without the device's password, except the page that asks
// for it; a setup is kept only after network and broker were reached with it; what was kept before
// stays in force until then; passwords are never shown again.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "firmware/core/setup/device_setup.h"
#include "firmware/core/setup/portal_pages.h"
#include "firmware/core/setup/portal_ports.h"
#include "firmware/core/setup/portal_session.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

struct PortalSettings {
  std::string_view address = "192.168.4.1";       // of the page, as a browser names it in Host
  std::string_view page = "http://192.168.4.1/";  // where every other host is sent
  std::string_view password{};                    // of this device; on its label or serial console
  contract::DeviceId suggested_id{};              // for a device that has no name yet
  std::string_view version{};                     // of the firmware, shown to who is logged in
};

class Portal {
 public:
  // What `settings` names, and `ports`, outlive the portal.
  Portal(const PortalSettings& settings, const PortalPorts& ports);

  // Answers at once; what takes longer is seen on the page that is asked for next.
  void on_request(const PortalRequest& request, PortalAnswer& answer, Uptime now);
  // Keeps a setup whose trial came out well.
  void on_tick(Uptime now);

  // When somebody last used the page with the password; kNever: nobody.
  [[nodiscard]] Uptime last_used() const { return session_.last_used(); }
  // A setup was kept: time to start again with it, once the page could say so.
  [[nodiscard]] bool is_done(Uptime now) const;

 private:
  void answer_get(std::string_view path, PortalAnswer& answer);
  void answer_post(const PortalRequest& request, PortalAnswer& answer);
  void log_in(const PortalRequest& request, PortalAnswer& answer, Uptime now);
  void submit(std::string_view form, PortalAnswer& answer);
  void keep_unsaid_secrets();

  PortalSettings settings_;
  PortalPorts ports_;
  PortalSession session_;
  // The secrets that are kept, and whom they were told to: no more, for a whole setup takes 3 KB.
  struct Kept {
    contract::DeviceId id;
    contract::Text<32> network;
    contract::Text<64> network_password;
    contract::Text<128> broker_host;
    contract::Text<64> broker_password;
    BrokerSecurity security{};
  };
  void note_kept();

  DeviceSetup setup_;  // on trial, or kept before
  std::optional<Kept> kept_;
  std::optional<SetupError> error_;  // of the form that was sent last
  bool tried_ = false;               // the form of `setup_` is, or was, on trial
  portal_pages::Outcome outcome_ = portal_pages::Outcome::open;
  Uptime done_ = kNever;
};

}  // namespace luft::firmware

// The setup page's HTML: works on phones, without scripts, in the small browsers that open by
// themselves when a phone joins such a network. Nothing here decides.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "firmware/core/setup/portal_ports.h"
#include "firmware/core/setup/portal_session.h"

namespace luft::firmware::portal_pages {

// Which answer the person got to the last password; empty: none was given.
void write_login(PortalAnswer& answer, std::optional<PortalSession::Login> last);

struct FormView {
  const DeviceSetup& setup;  // what the fields show; passwords stay empty
  std::optional<SetupError> error;
  std::span<const VisibleNetwork> networks;
  enum class Scan : std::uint8_t { running, ended } scan = Scan::ended;
  enum class Secrets : std::uint8_t { none, kept } secrets = Secrets::none;
  std::string_view version;
};
void write_form(PortalAnswer& answer, const FormView& view);

// `kept`: the setup is in flash and the device is about to start again with it.
enum class Outcome : std::uint8_t { open, kept, not_kept };
void write_progress(PortalAnswer& answer, const DeviceSetup& setup, TrialStep step,
                    std::int8_t rssi_dbm, Outcome outcome);

// Below this a connection will break now and then.
inline constexpr std::int8_t kWeak_dbm = -78;

}  // namespace luft::firmware::portal_pages

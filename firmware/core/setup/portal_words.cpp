#include "firmware/core/setup/portal_words.h"

#include <algorithm>
#include <array>

namespace luft::firmware::portal_pages {
namespace {

struct Label {
  std::string_view field;
  std::string_view label;
};

constexpr std::array kLabels{
    Label{"network", "The network"},
    Label{"network_other", "The network's name"},
    Label{"network_password", "The network's password"},
    Label{"pairing", "The pairing code"},
    Label{"id", "The device's name"},
    Label{"host", "The broker's address"},
    Label{"port", "The port"},
    Label{"broker_password", "The password at the broker"},
    Label{"security", "The encryption"},
    Label{"ca", "The certificate"},
    Label{"climate", "The climate sensor"},
    Label{"microphone", "The microphone"},
    Label{"actuator", "The window's motor"},
    Label{"servo_closed_us", "The servo's pulse when closed"},
    Label{"servo_open_us", "The servo's pulse when open"},
    Label{"travel_half_steps", "The stepper's way"},
    Label{"most_open_pct", "How far it opens at most"},
    Label{"travel", "The measured points"},
    Label{"sound_offset_db", "The microphone's correction"},
    Label{"time_zone_other", "The time zone"},
};

}  // namespace

std::string_view label_of(std::string_view field) {
  const auto found = std::ranges::find(kLabels, field, &Label::field);
  return found != kLabels.end() ? found->label : field;
}

std::string_view explain(TrialStep step) {
  switch (step) {
    case TrialStep::joining:
      return "Joining the network\u2026";
    case TrialStep::connecting:
      return "Joined the network. Asking the broker\u2026";
    case TrialStep::network_not_found:
      return "There is no network of that name in reach. Only 2.4 GHz can be heard.";
    case TrialStep::network_password_wrong:
      return "The network does not accept that password.";
    case TrialStep::network_too_weak:
      return "The network is heard too weakly to join it. Bring the device nearer to it.";
    case TrialStep::network_gave_no_address:
      return "The network let it in, but gave it no address (DHCP).";
    case TrialStep::broker_name_unknown:
      return "Nobody knows the broker's name. Try its address, such as 192.168.1.5.";
    case TrialStep::broker_silent:
      return "No broker answers at that address and port.";
    case TrialStep::broker_not_trusted:
      return "The broker's certificate does not come from that authority, or is not for that name.";
    case TrialStep::broker_refused:
      return "The broker does not accept that name and password.";
    case TrialStep::succeeded:
      return "It works. Keeping it\u2026";
  }
  return "";
}

}  // namespace luft::firmware::portal_pages

#include "firmware/core/setup/portal_pages.h"

#include <array>

#include "firmware/core/setup/device_parts.h"
#include "firmware/core/setup/html_text.h"
#include "firmware/core/setup/portal_words.h"
#include "firmware/core/setup/time_zone.h"

namespace luft::firmware::portal_pages {
namespace {

constexpr std::string_view kHead =
    "<!doctype html><html lang=en><head><meta charset=utf-8>"
    "<meta name=viewport content=\"width=device-width,initial-scale=1\">"
    "<title>Set up this device</title><style>"
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:30rem;padding:1rem}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}"
    "label{display:block;margin:.75rem 0}small{display:block}"
    "input:not([type=radio]),select,textarea,button{font:inherit;width:100%;box-sizing:border-box;"
    "min-height:2.75rem;padding:.5rem;border:1px solid #767676;border-radius:.4rem}"
    "textarea{min-height:6rem}"
    "button{background:#0b5d4e;color:#fff;border:0;margin:.75rem 0}"
    "button.second{background:none;color:inherit;border:1px solid #767676}"
    ".wrong{border-left:.3rem solid #c0392b;padding:.25rem .75rem;margin:1rem 0}"
    ".well{border-left:.3rem solid #0b5d4e;padding:.25rem .75rem;margin:1rem 0}"
    ".net{display:flex;align-items:center;gap:.6rem;min-height:2.75rem;overflow-wrap:anywhere}"
    ".net input{width:1.3rem;height:1.3rem;flex:none}.net small{margin-left:auto;flex:none}"
    "</style>";
constexpr std::string_view kBody = "</head><body><main><h1>Set up this device</h1>";
constexpr std::string_view kEnd = "</main></body></html>";

void begin(PortalAnswer& answer, std::string_view more_head = {}) {
  answer.begin({});
  answer.write(kHead);
  answer.write(more_head);
  answer.write(kBody);
}

void write_alert(PortalAnswer& answer, std::string_view text) {
  answer.write("<p class=wrong role=alert>");
  answer.write(text);
  answer.write("</p>");
}

std::string_view strength(std::int8_t rssi_dbm) {
  if (rssi_dbm >= -60) return "strong";
  if (rssi_dbm >= -70) return "good";
  return rssi_dbm > kWeak_dbm ? "fair" : "weak";
}

void write_network(PortalAnswer& answer, const VisibleNetwork& network, bool is_chosen) {
  answer.write("<label class=net><input type=radio name=network value=\"");
  write_escaped(answer, network.name.view());
  answer.write(is_chosen ? "\" checked>" : "\">");
  write_escaped(answer, network.name.view());
  answer.write("<small>");
  answer.write(strength(network.rssi_dbm));
  answer.write(", ");
  write_number(answer, network.rssi_dbm);
  answer.write(network.is_open ? " dBm, open</small></label>" : " dBm</small></label>");
}

void write_networks(PortalAnswer& answer, const FormView& view) {
  answer.write("<fieldset><legend>Network</legend>");
  if (view.networks.empty()) answer.write("<p>No network was found yet.</p>");
  const std::string_view chosen = view.setup.network.view();
  bool is_listed = false;
  for (const VisibleNetwork& network : view.networks) {
    const bool is_chosen = !is_listed && network.name.view() == chosen;
    is_listed = is_listed || is_chosen;
    write_network(answer, network, is_chosen);
  }
  answer.write("<label>Another one, by its name<input name=network_other maxlength=32 value=\"");
  if (!is_listed) write_escaped(answer, chosen);
  answer.write("\" autocapitalize=none autocorrect=off></label></fieldset>");
}

void write_input(PortalAnswer& answer, std::string_view label, std::string_view attributes,
                 std::string_view value) {
  answer.write("<label>");
  answer.write(label);
  answer.write("<input ");
  answer.write(attributes);
  answer.write(" autocapitalize=none autocorrect=off spellcheck=false value=\"");
  write_escaped(answer, value);
  answer.write("\"></label>");
}

void write_secret(PortalAnswer& answer, std::string_view label, std::string_view name,
                  FormView::Secrets secrets) {
  answer.write("<label>");
  answer.write(label);
  answer.write("<input type=password maxlength=64 autocomplete=off name=");
  answer.write(name);
  answer.write(">");
  if (secrets == FormView::Secrets::kept) {
    answer.write("<small>Leave it empty to keep the present one.</small>");
  }
  answer.write("</label>");
}

struct Choice {
  std::string_view value;
  std::string_view label;
  bool is_chosen;
};

void write_option(PortalAnswer& answer, const Choice& choice) {
  answer.write("<option value=");
  answer.write(choice.value);
  answer.write(choice.is_chosen ? " selected>" : ">");
  answer.write(choice.label);
  answer.write("</option>");
}

void write_select(PortalAnswer& answer, std::string_view label, std::string_view name,
                  std::span<const Choice> choices) {
  answer.write("<label>");
  answer.write(label);
  answer.write("<select name=");
  answer.write(name);
  answer.write(">");
  for (const Choice& choice : choices) write_option(answer, choice);
  answer.write("</select></label>");
}

void write_number_input(PortalAnswer& answer, std::string_view label, std::string_view attributes,
                        int value) {
  answer.write("<label>");
  answer.write(label);
  answer.write("<input type=number inputmode=numeric ");
  answer.write(attributes);
  answer.write(" value=");
  write_number(answer, value);
  answer.write("></label>");
}

void write_broker(PortalAnswer& answer, const FormView& view) {
  const DeviceSetup& setup = view.setup;
  answer.write("<h2>Broker</h2>");
  write_input(answer,
              "Pairing code<small>The line that <b>luft devices add</b> printed. With it, "
              "leave out all of this part but the certificate.</small>",
              "name=pairing maxlength=160 placeholder=\"mqtts://name:password@host\"", "");
  write_input(answer, "Name of this device<small>a-z, 0-9, _ and -</small>", "name=id maxlength=32",
              setup.id.view());
  write_input(answer, "Address of the broker", "name=host maxlength=128", setup.broker_host.view());
  write_number_input(answer, "Port", "name=port min=1 max=65535", setup.broker_port);
  write_secret(answer, "Password at the broker", "broker_password", view.secrets);
  const bool is_tls = setup.security == BrokerSecurity::tls;
  const std::array security{Choice{"tls", "TLS", is_tls},
                            Choice{"plain", "none: everybody in the network can listen", !is_tls}};
  write_select(answer, "Encryption", "security", security);
  answer.write(
      "<label>Certificate of the authority (CA)<small>PEM text. Empty: the public ones.</small>"
      "<textarea name=ca maxlength=2600 spellcheck=false>");
  write_escaped(answer, setup.ca.view());
  answer.write("</textarea></label>");
}

void write_parts(PortalAnswer& answer, const DeviceSetup& setup) {
  answer.write("<h2>What is wired to it</h2>");
  const std::array climate{Choice{"bme280", "BME280", setup.climate == ClimateChip::bme280},
                           Choice{"dht22", "DHT22", setup.climate == ClimateChip::dht22},
                           Choice{"none", "none", setup.climate == ClimateChip::none}};
  write_select(answer, "Temperature and humidity", "climate", climate);
  const bool hears = setup.microphone == MicrophoneWired::yes;
  const std::array microphone{Choice{"no", "none", !hears}, Choice{"yes", "INMP441", hears}};
  write_select(answer, "Microphone (only the level leaves the device)", "microphone", microphone);
  write_input(answer, "Microphone: correction in dB<small>A meter beside it, less Luft.</small>",
              "name=sound_offset_db inputmode=text maxlength=8 placeholder=0",
              setup.sound_offset_db.view());
  const std::array actuator{Choice{"none", "none", setup.actuator == Actuator::none},
                            Choice{"servo", "servo", setup.actuator == Actuator::servo},
                            Choice{"stepper", "stepper", setup.actuator == Actuator::stepper}};
  write_select(answer, "Window", "actuator", actuator);
  write_number_input(answer, "Servo: pulse when closed, in microseconds",
                     "name=servo_closed_us min=500 max=2500", setup.servo_closed_us);
  write_number_input(answer, "Servo: pulse when open, in microseconds",
                     "name=servo_open_us min=500 max=2500", setup.servo_open_us);
  write_number_input(answer, "Stepper: half-steps from closed to open",
                     "name=travel_half_steps min=256 max=65000", setup.travel_half_steps);
  write_number_input(answer, "Open at most, in percent", "name=most_open_pct min=1 max=100",
                     setup.most_open_pct);
  write_input(answer,
              "Measured points<small>How far it is open, and after how much of the motor's way, in "
              "percent: 5:30 60:70. Empty: even.</small>",
              "name=travel maxlength=64", setup.travel.view());
}

void write_time_zone(PortalAnswer& answer, std::string_view chosen) {
  answer.write(
      "<h2>Time</h2><label>Time zone<small>For quiet hours.</small>"
      "<select name=time_zone>");
  bool is_listed = false;
  for (const TimeZone& zone : common_time_zones()) {
    const bool is_chosen = zone.posix == chosen;
    is_listed = is_listed || is_chosen;
    write_option(answer, {zone.posix, zone.place, is_chosen});
  }
  answer.write("</select></label>");
  write_input(answer, "Another one, as POSIX TZ", "name=time_zone_other maxlength=64",
              is_listed ? std::string_view{} : chosen);
}

void write_error(PortalAnswer& answer, const SetupError& error) {
  answer.write("<p class=wrong role=alert>");
  write_escaped(answer, label_of(error.field));
  answer.write(" ");
  write_escaped(answer, error.reason);
  answer.write(".</p>");
}

}  // namespace

void write_login(PortalAnswer& answer, std::optional<PortalSession::Login> last) {
  begin(answer);
  if (last == PortalSession::Login::wrong) write_alert(answer, "That is not its password.");
  if (last == PortalSession::Login::wait) {
    write_alert(answer, "Too many wrong passwords: wait a little, then try again.");
  }
  answer.write(
      "<form method=post action=/login><label>Password of this device<small>It was written to the "
      "serial console at the first start, and is the one of its network.</small>"
      "<input type=password name=password required autocomplete=current-password></label>"
      "<button>Go on</button></form>");
  answer.write(kEnd);
}

void write_form(PortalAnswer& answer, const FormView& view) {
  const bool is_running = view.scan == FormView::Scan::running;
  begin(answer);
  if (view.error) write_error(answer, *view.error);
  answer.write("<form method=post action=/scan><button class=second>");
  answer.write(is_running ? "Looking for networks\u2026 show" : "Look for networks again");
  answer.write("</button></form><form method=post action=/setup>");
  write_networks(answer, view);
  write_secret(answer, "Password of the network", "network_password", view.secrets);
  write_broker(answer, view);
  write_parts(answer, view.setup);
  write_time_zone(answer, time_zone_of(view.setup));
  answer.write("<button>Try it and keep it</button></form><p><small>Firmware ");
  write_escaped(answer, view.version);
  answer.write("</small></p>");
  answer.write(kEnd);
}

void write_progress(PortalAnswer& answer, const DeviceSetup& setup, TrialStep step,
                    std::int8_t rssi_dbm, Outcome outcome) {
  const bool goes_on = step == TrialStep::joining || step == TrialStep::connecting ||
                       (step == TrialStep::succeeded && outcome == Outcome::open);
  begin(answer, goes_on ? "<meta http-equiv=refresh content=2>" : "");
  if (outcome == Outcome::kept) {
    answer.write("<div class=well role=status><p>It works. The device starts again as <b>");
    write_escaped(answer, setup.id.view());
    answer.write("</b>, and this network of its own ends.</p>");
    if (rssi_dbm <= kWeak_dbm) {  // 0, not known, is not weak
      answer.write("<p>But it hears your network weakly (");
      write_number(answer, rssi_dbm);
      answer.write(" dBm): nearer to the access point it will be more reliable.</p>");
    }
    answer.write("</div>");
  } else if (goes_on) {
    answer.write("<p role=status>");
    answer.write(explain(step));
    answer.write("</p><p><small>Your phone may lose this network for a moment.</small></p>");
  } else {
    write_alert(answer, outcome == Outcome::not_kept
                            ? "It works, but its memory did not take it. Try again."
                            : explain(step));
    answer.write("<p><a href=/>Back to the form</a></p>");
  }
  answer.write(kEnd);
}

}  // namespace luft::firmware::portal_pages

// The broker's access list, from the same table as everything else: what each account may say and
// hear. Format: mosquitto's acl_file (mosquitto.conf(5)).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace luft::contract {

// Devices with somebody else's firmware, as luft.yaml's sources and covers name them.
struct ForeignAccess {
  std::vector<std::string> said;     // whole topics on which they speak
  std::vector<std::string> told;     // whole topics on which they are told what to do
  std::vector<std::string> devices;  // our ids, for which the hub speaks
};

struct BrokerAccounts {
  std::string_view hub = "hub";
  std::string_view ml = "ml";
  std::string_view replay = "replay";
  std::string_view home_assistant = "home-assistant";
  std::string_view site = {};  // topic prefix without its slash, "north"; empty: none
  ForeignAccess foreign = {};
  std::string home_assistant_prefix = "homeassistant";  // of its discovery topics
};

// A device's user name is its device id (`%u`): it speaks and hears only for itself. The hub says a
// person's wishes too, for the page, and describes devices to Home Assistant. The replay of a
// recording speaks for as many devices as it has rooms: as them it says readings and who they are,
// and hears their receipts, but has no window. Any account may speak on the foreign topics that are
// configured, since which account is whose is not known; only the hub may give orders on them.
[[nodiscard]] std::string broker_acl(const BrokerAccounts& accounts = {});

}  // namespace luft::contract

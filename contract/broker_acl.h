// The broker's access list, from the same table as everything else: what each account may say and
// hear. Format: mosquitto's acl_file (mosquitto.conf(5)).
#pragma once

#include <string>
#include <string_view>

namespace luft::contract {

struct BrokerAccounts {
  std::string_view hub = "hub";
  std::string_view ml = "ml";
  std::string_view replay = "replay";
  std::string_view site = {};  // topic prefix without its slash, "north"; empty: none
};

// A device's user name is its device id (`%u`): it speaks and hears only for itself. The hub says a
// person's wishes too, for the page, and describes devices to Home Assistant. The replay of a
// recording speaks for as many devices as it has rooms: as them it says readings and who they are,
// and hears their receipts, but has no window.
[[nodiscard]] std::string broker_acl(const BrokerAccounts& accounts = {});

}  // namespace luft::contract

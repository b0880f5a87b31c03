// What a demo showed: the devices' own account, the hub's, and whether every promise held.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/hub_api.h"

namespace luft::cli {

// What one virtual device did, by its own count.
struct DeviceAccount {
  std::int64_t sent = 0;       // readings sampled and handed to the outbox
  std::int64_t receipted = 0;  // of those, covered by a receipt
  std::int64_t unsent = 0;     // still in the outbox at the end
  std::int64_t movements = 0;
  std::int64_t moved_by_model = 0;
};

// What luft-device reports when it ends.
struct FleetReport {
  std::map<std::string, DeviceAccount> devices;
  std::optional<double> loop_p50_ms;  // reading published -> movement started
  std::optional<double> loop_p99_ms;
};

// The report is the last line of `output` that is a JSON object with "rooms" and "loop_ms". The
// error says that there is none.
std::expected<FleetReport, std::string> parse_fleet_report(std::string_view output);

// Counts of a demo; the hub's side are differences between its end and its start.
struct DemoSummary {
  int rooms = 0;
  double seconds = 0;
  DeviceAccount fleet;  // sums
  std::int64_t stored = 0;
  std::int64_t lost = 0;
  std::int64_t duplicated = 0;
  std::int64_t quarantined = 0;
  std::int64_t errors = 0;
  SystemView system;
  std::optional<double> loop_p50_ms;
  std::optional<double> loop_p99_ms;
  std::vector<std::string> broken;  // promises, each with what was seen; none: all held
};

struct DemoEvidence {
  int rooms = 0;
  double seconds = 0;
  bool ran_its_time = true;  // false: a person ended it early, so that rooms need not have moved
  FleetReport fleet;
  BalanceView before;  // the hub's, when the devices started
  BalanceView after;
  SystemView system;
  std::int64_t logged_errors = 0;  // by all services, since the demo began
};
DemoSummary summarise(const DemoEvidence& evidence);

// What was still on its way when a demo was ended at once. `report`: the devices', if they gave
// one; `journaled`: readings that the hub keeps and the database does not have yet, if the hub
// answered.
std::string unfinished_text(const std::optional<FleetReport>& report,
                            const std::optional<std::int64_t>& journaled);

std::string to_json(const DemoSummary& summary);  // one line
std::string to_text(const DemoSummary& summary);

}  // namespace luft::cli

#include "firmware/host/fleet_report.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace luft::firmware::host {
namespace {

using nlohmann::ordered_json;

ordered_json milliseconds(const FleetReport& report, double value) {
  if (report.loop_count == 0) return nullptr;
  return std::round(value * 1000) / 1000;
}

}  // namespace

DeviceAccount account_of(const Device& device) {
  const OutboxCounters& outbox = device.outbox().counters();
  DeviceAccount account{.id = std::string{device.id().view()},
                        .sent = outbox.added,
                        .receipted = outbox.receipted,
                        .unreceipted = device.outbox().held(),
                        .dropped = outbox.dropped_full + outbox.dropped_stuck,
                        .resent = outbox.resent};
  if (const Window* window = device.window()) {
    account.movements = window->counters().movements;
    account.moved_by_model = window->counters().moved_by_model;
    account.refused = window->counters().refused;
  }
  return account;
}

DeviceAccount FleetReport::sums() const {
  DeviceAccount sums;
  for (const DeviceAccount& one : devices) {
    sums.sent += one.sent;
    sums.receipted += one.receipted;
    sums.unreceipted += one.unreceipted;
    sums.dropped += one.dropped;
    sums.resent += one.resent;
    sums.movements += one.movements;
    sums.moved_by_model += one.moved_by_model;
    sums.refused += one.refused;
  }
  return sums;
}

std::string to_json(const FleetReport& report) {
  const DeviceAccount sums = report.sums();
  ordered_json json = {{"devices", report.devices.size()},
                       {"seconds", std::round(report.seconds * 10) / 10},
                       {"sent", sums.sent},
                       {"receipted", sums.receipted},
                       {"unreceipted", sums.unreceipted},
                       {"dropped", sums.dropped},
                       {"resent", sums.resent},
                       {"movements", sums.movements},
                       {"moved_by_model", sums.moved_by_model},
                       {"refused", sums.refused},
                       {"rooms", ordered_json::array()},
                       {"loop_ms",
                        {{"p50", milliseconds(report, report.loop_p50_ms)},
                         {"p99", milliseconds(report, report.loop_p99_ms)},
                         {"count", report.loop_count}}}};
  for (const DeviceAccount& one : report.devices) {
    json["rooms"].push_back({{"id", one.id},
                             {"moved_by_model", one.moved_by_model},
                             {"movements", one.movements},
                             {"sent", one.sent},
                             {"receipted", one.receipted},
                             {"unreceipted", one.unreceipted}});
  }
  return json.dump();
}

}  // namespace luft::firmware::host

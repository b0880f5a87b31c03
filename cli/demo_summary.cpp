// Compares what devices sent with what the hub stored, device by device.
#include "cli/demo_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

namespace luft::cli {
namespace {

using nlohmann::ordered_json;

std::int64_t whole(const ordered_json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::optional<double> number(const ordered_json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

CountsView counts_of(const BalanceView& balance, const std::string& id) {
  const auto found = balance.devices.find(id);
  return found == balance.devices.end() ? CountsView{} : found->second;
}

void add_device(const std::string& id, const DeviceAccount& device, const DemoEvidence& evidence,
                DemoSummary& out) {
  const CountsView before = counts_of(evidence.before, id);
  const CountsView after = counts_of(evidence.after, id);
  const std::int64_t stored = after.stored - before.stored;
  const auto found_twice = evidence.after.stored_twice.find(id);
  const std::int64_t known_twice =
      found_twice == evidence.after.stored_twice.end() ? 0 : found_twice->second;
  const std::int64_t twice = std::max({std::int64_t{0}, stored - device.sent, known_twice});
  out.fleet.sent += device.sent;
  out.fleet.receipted += device.receipted;
  out.fleet.unsent += device.unsent;
  out.fleet.movements += device.movements;
  out.fleet.moved_by_model += device.moved_by_model;
  out.stored += stored;
  out.duplicated += twice;
  out.lost += std::max(device.sent - (stored - twice), after.lost - before.lost);
  out.quarantined += after.quarantined - before.quarantined;
  if (evidence.ran_its_time && device.moved_by_model == 0) {
    out.broken.push_back(fmt::format("{}: the model never moved its window", id));
  }
}

void judge(const DemoEvidence& evidence, DemoSummary& out) {
  const auto expect_none = [&](std::int64_t count, std::string_view what) {
    if (count != 0) out.broken.push_back(fmt::format("{} {}", count, what));
  };
  expect_none(out.lost, "readings lost");
  expect_none(out.duplicated, "readings stored twice");
  expect_none(out.quarantined, "messages quarantined");
  expect_none(out.fleet.unsent, "readings still on the devices");
  expect_none(out.fleet.sent - out.fleet.receipted, "readings without a receipt");
  expect_none(out.errors, "errors, by the hub's count and the services' logs");
  if (!evidence.after.balanced) out.broken.emplace_back("the hub's counts do not balance");
  if (static_cast<int>(evidence.fleet.devices.size()) != out.rooms) {
    out.broken.push_back(
        fmt::format("{} of {} rooms reported", evidence.fleet.devices.size(), out.rooms));
  }
}

ordered_json or_null(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

}  // namespace

std::expected<FleetReport, std::string> parse_fleet_report(std::string_view output) {
  std::optional<FleetReport> report;
  std::istringstream lines{std::string(output)};
  for (std::string line; std::getline(lines, line);) {
    if (line.find("\"loop_ms\"") == std::string::npos) continue;
    const auto parsed = ordered_json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object() || !parsed.contains("rooms")) continue;
    report.emplace();
    for (const auto& room : parsed["rooms"]) {
      const auto id = room.find("id");
      if (id == room.end() || !id->is_string()) continue;
      report->devices[id->get<std::string>()] = {.sent = whole(room, "sent"),
                                                 .receipted = whole(room, "receipted"),
                                                 .unsent = whole(room, "unreceipted"),
                                                 .movements = whole(room, "movements"),
                                                 .moved_by_model = whole(room, "moved_by_model")};
    }
    const auto loop = parsed.value("loop_ms", ordered_json::object());
    report->loop_p50_ms = number(loop, "p50");
    report->loop_p99_ms = number(loop, "p99");
  }
  if (!report) return std::unexpected("the virtual devices ended without a report");
  return *report;
}

DemoSummary summarise(const DemoEvidence& evidence) {
  DemoSummary out;
  out.rooms = evidence.rooms;
  out.seconds = evidence.seconds;
  out.system = evidence.system;
  out.errors = evidence.system.total("errors") + evidence.logged_errors;
  out.loop_p50_ms = evidence.fleet.loop_p50_ms;
  out.loop_p99_ms = evidence.fleet.loop_p99_ms;
  for (const auto& [id, device] : evidence.fleet.devices) add_device(id, device, evidence, out);
  judge(evidence, out);
  return out;
}

std::string unfinished_text(const std::optional<FleetReport>& report,
                            const std::optional<std::int64_t>& journaled) {
  std::string out = "Ended at once. Still on the way: ";
  if (report) {
    std::int64_t unreceipted = 0;
    for (const auto& [id, device] : report->devices) unreceipted += device.unsent;
    out += fmt::format("{} readings without a receipt, gone with their virtual devices; ",
                       unreceipted);
  } else {
    out += "an unknown number of readings without a receipt; ";
  }
  if (journaled)
    return out + fmt::format("{} kept by the hub, not in the database yet.", *journaled);
  return out + "and what the hub keeps that is not in the database yet (it does not answer).";
}

std::string to_json(const DemoSummary& summary) {
  const ordered_json out = {{"rooms", summary.rooms},
                            {"seconds", summary.seconds},
                            {"readings",
                             {{"sent", summary.fleet.sent},
                              {"receipted", summary.fleet.receipted},
                              {"stored", summary.stored}}},
                            {"requests", summary.system.total("requests")},
                            {"controls", summary.system.total("controls")},
                            {"movements", summary.fleet.movements},
                            {"moved_by_model", summary.fleet.moved_by_model},
                            {"lost", summary.lost},
                            {"duplicated", summary.duplicated},
                            {"quarantined", summary.quarantined},
                            {"errors", summary.errors},
                            {"latency_ms",
                             {{"loop_p50", or_null(summary.loop_p50_ms)},
                              {"loop_p99", or_null(summary.loop_p99_ms)},
                              {"control_p50", summary.system.control_p50_ms},
                              {"control_p99", summary.system.control_p99_ms}}},
                            {"broken", summary.broken}};
  return out.dump();
}

std::string to_text(const DemoSummary& summary) {
  std::string out = fmt::format(
      "{} rooms, {:.0f} s: {} readings sent, {} receipted, {} stored; {} lost, {} duplicated.\n"
      "{} decisions asked for, {} made; windows moved {} times, {} of them by the model.\n",
      summary.rooms, summary.seconds, summary.fleet.sent, summary.fleet.receipted, summary.stored,
      summary.lost, summary.duplicated, summary.system.total("requests"),
      summary.system.total("controls"), summary.fleet.movements, summary.fleet.moved_by_model);
  if (summary.loop_p50_ms && summary.loop_p99_ms) {
    out += fmt::format(
        "From a reading to its window's movement: {:.1f} ms (median), {:.1f} ms "
        "(99 %).\n",
        *summary.loop_p50_ms, *summary.loop_p99_ms);
  }
  for (const auto& promise : summary.broken) out += "BROKEN: " + promise + "\n";
  if (summary.broken.empty()) out += "Every promise held.\n";
  return out;
}

}  // namespace luft::cli

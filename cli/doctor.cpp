// Looks; mends nothing.
#include "cli/doctor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/addresses.h"
#include "cli/http_request.h"
#include "cli/hub_api.h"
#include "cli/launch.h"
#include "cli/programs.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;
using runtime::Settings;

constexpr std::uintmax_t kLittleSpace = std::uintmax_t{1} << 30;

// The first line that a program prints about its version.
std::string version_of(const fs::path& program, const char* flag) {
  const std::string command = fmt::format("'{}' {} 2>&1", program.string(), flag);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::array<char, 200> line{};
  if (!pipe || std::fgets(line.data(), line.size(), pipe.get()) == nullptr) return {};
  std::string text = line.data();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Finding look_for_program(const std::string& name, const char* flag, const char* fix) {
  const fs::path found = find_program(name);
  if (found.empty()) return {name, Health::bad, "not found", fix};
  const std::string version = version_of(found, flag);
  return {name, Health::good, fmt::format("{} ({})", version, found.string()), {}};
}

Finding look_for_file(const char* part, const fs::path& file, const char* fix) {
  if (fs::exists(file)) return {part, Health::good, file.string(), {}};
  return {part, Health::bad, "no " + file.string(), fix};
}

Finding look_at_folder(const DataFolder& folder) {
  fs::path there = folder.root;
  while (!fs::exists(there)) there = there.parent_path();
  if (access(there.c_str(), W_OK) != 0) {
    return {"data folder", Health::bad, there.string() + " cannot be written",
            "choose another with LUFT_DATA, or give yourself the right to write there"};
  }
  const auto free_mb = fs::space(there).available >> 20;
  if (fs::space(there).available < kLittleSpace) {
    return {"data folder", Health::bad, fmt::format("{} MB left in {}", free_mb, there.string()),
            "make room: below 1 GB the database may refuse to write"};
  }
  return {"data folder",
          Health::good,
          fmt::format("{} ({} GB free)", folder.root.string(), free_mb >> 10),
          {}};
}

// What runs: each part as the hub sees it, and the database as we reach it.
void look_at_running(const Addresses& addresses, std::vector<Finding>& out) {
  const auto system = ask_system(addresses.hub());
  if (!system) {
    out.push_back({"hub", Health::bad, system.error(), "see hub.log in the data folder's log"});
  } else {
    out.push_back({"hub", Health::good, addresses.http, {}});
    for (const auto& part : system->parts) {
      const bool ok = part.state == "ok";
      out.push_back({part.name, ok ? Health::good : Health::bad, part.state + " " + part.detail,
                     ok ? "" : "see " + part.name + ".log in the data folder's log"});
    }
  }
  const auto ping =
      ask({.base = addresses.clickhouse_http, .path = "/ping", .body = {}, .headers = {}});
  out.push_back({"ClickHouse", ping && ping->is_ok() ? Health::good : Health::bad,
                 ping ? addresses.clickhouse_http : ping.error(),
                 ping ? "" : "see clickhouse.log in the data folder's log"});
}

const char* word_for(Health health) {
  switch (health) {
    case Health::good:
      return "ok";
    case Health::absent:
      return "--";
    case Health::bad:
      break;
  }
  return "BAD";
}

}  // namespace

std::vector<Finding> examine(const Settings& settings, const DataFolder& folder) {
  constexpr const char* kSetUp = "./luft setup";
  std::vector<Finding> out;
  if (settings.mqtt.url.empty()) {
    out.push_back(look_for_program("mosquitto", "-h", "./luft setup, or set LUFT_MQTT_URL"));
  }
  for (const char* program :
       {"luft-hub", "luft-ml", "luft-clickhouse", "luft-device", "luft-replay", "luft-model"}) {
    out.push_back(look_for_program(program, "--version", kSetUp));
  }
  if (settings.clickhouse.url.empty()) {
    const auto engine = find_file("lib/luft/libchdb.so", ".deps/engine/node_modules/@chdb");
    out.push_back(settings.clickhouse.library.empty()
                      ? look_for_file("embedded ClickHouse", engine, kSetUp)
                      : look_for_file("embedded ClickHouse", settings.clickhouse.library,
                                      "correct clickhouse.library"));
  }
  const auto page = find_file("share/luft/web/index.html", "web/dist/index.html");
  out.push_back(look_for_file("page", page, kSetUp));
  out.push_back(look_at_folder(folder));
  if (const auto running = running_addresses(folder)) {
    look_at_running(*running, out);
  } else if (const auto taken = taken_port(settings)) {
    out.push_back({"ports", Health::bad, *taken, "see there"});
  } else {
    out.push_back({"ports", Health::good, "free", {}});
    out.push_back({"services", Health::absent, "not running; ./luft up starts them", {}});
  }
  return out;
}

std::string to_text(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& finding : findings) {
    out += fmt::format("{:<4} {:<20} {}\n", word_for(finding.health), finding.part, finding.detail);
    if (finding.health == Health::bad) out += fmt::format("{:25} fix: {}\n", "", finding.fix);
  }
  return out;
}

std::string to_json(const std::vector<Finding>& findings) {
  auto parts = nlohmann::ordered_json::array();
  for (const auto& finding : findings) {
    parts.push_back({{"part", finding.part},
                     {"ok", finding.health != Health::bad},
                     {"present", finding.health == Health::good},
                     {"detail", finding.detail},
                     {"fix", finding.fix}});
  }
  const bool healthy = std::ranges::none_of(
      findings, [](const Finding& finding) { return finding.health == Health::bad; });
  return nlohmann::ordered_json{{"healthy", healthy}, {"parts", parts}}.dump(2) + "\n";
}

}  // namespace luft::cli

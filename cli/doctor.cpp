// Looks; mends nothing.
#include "cli/doctor.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/addresses.h"
#include "cli/doctor_installed.h"
#include "cli/doctor_running.h"
#include "cli/launch.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;
using runtime::Settings;

constexpr std::uintmax_t kLittleSpace = std::uintmax_t{1} << 30;

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
  std::vector<Finding> out = examine_installed(settings);
  out.push_back(look_at_folder(folder));
  const auto append = [&out](std::vector<Finding> more) {
    out.insert(out.end(), more.begin(), more.end());
  };
  if (const auto running = running_addresses(folder)) {
    append(examine_running(settings, folder, *running));
    return out;
  }
  append(examine_elsewhere(settings));
  if (const auto taken = taken_port(settings)) {
    out.push_back({"ports", Health::bad, taken->problem, taken->fix});
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

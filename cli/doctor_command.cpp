// `luft doctor`: each part, found or missing, and the fix.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.h"
#include "cli/doctor.h"

namespace luft::cli {

int run_doctor(const Settings& settings, const DoctorOptions& options) {
  const auto findings = examine(settings, running_data_folder(settings));
  fmt::print("{}", options.json ? to_json(findings) : to_text(findings));
  const bool healthy = std::ranges::none_of(
      findings, [](const Finding& finding) { return finding.health == Health::bad; });
  return healthy ? 0 : 1;
}

}  // namespace luft::cli

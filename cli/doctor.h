// What Luft needs, looked at one by one: found or missing, which version, and how to mend it.
#pragma once

#include <string>
#include <vector>

#include "cli/data_folder.h"
#include "cli/finding.h"
#include "runtime/settings.h"

namespace luft::cli {

// Packages, programs, the engine, the page, the data folder, the ports or what runs on them, and
// what was configured elsewhere. Starts nothing but programs asked for their version; changes
// nothing.
std::vector<Finding> examine(const runtime::Settings& settings, const DataFolder& folder);

std::string to_text(const std::vector<Finding>& findings);
std::string to_json(const std::vector<Finding>& findings);

}  // namespace luft::cli

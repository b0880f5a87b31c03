// The doctor's look at what is installed: packages, programs, the engine, the page.
#pragma once

#include <string>
#include <vector>

#include "cli/finding.h"
#include "runtime/settings.h"

namespace luft::cli {

std::vector<Finding> examine_installed(const runtime::Settings& settings);

// The version that a built page says it is, from its index.html; empty when it says none.
std::string page_version(const std::string& html);

}  // namespace luft::cli

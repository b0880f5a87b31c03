// What Luft needs, looked at one by one: found or missing, which version, and how to mend it.
#pragma once

#include <string>
#include <vector>

#include "cli/data_folder.h"
#include "runtime/settings.h"

namespace luft::cli {

enum class Health {
  good,
  absent,  // not there, and not needed now
  bad,
};

struct Finding {
  std::string part;
  Health health = Health::good;
  std::string detail;  // version, path, address
  std::string fix;     // when it is bad
};

// Programs, libraries, the page, the data folder, the ports or what runs on them. Starts nothing
// but programs asked for their version; changes nothing.
std::vector<Finding> examine(const runtime::Settings& settings, const DataFolder& folder);

std::string to_text(const std::vector<Finding>& findings);
std::string to_json(const std::vector<Finding>& findings);

}  // namespace luft::cli

// The doctor's look at what runs, here or elsewhere: broker, database, hub, ml.
#pragma once

#include <vector>

#include "cli/addresses.h"
#include "cli/data_folder.h"
#include "cli/finding.h"
#include "runtime/settings.h"

namespace luft::cli {

// The Luft that runs at `addresses`: each part as the hub sees it, and as we reach it.
std::vector<Finding> examine_running(const runtime::Settings& settings, const DataFolder& folder,
                                     const Addresses& addresses);

// A broker and a ClickHouse that are not ours, as configured, while no Luft runs.
std::vector<Finding> examine_elsewhere(const runtime::Settings& settings);

}  // namespace luft::cli

// Grafana as one more service of `luft up`, when it is installed on this machine: with our data
// source, dashboards and alert rules, and with what it keeps in our data folder.
#pragma once

#include <expected>
#include <string>

#include "cli/data_folder.h"
#include "cli/services.h"
#include "runtime/settings.h"

namespace luft::cli {

// What Grafana's own GF_… variables say already is left as it is. The error says what is missing.
std::expected<Service, std::string> grafana_service(const runtime::Settings& settings,
                                                    const DataFolder& folder,
                                                    const runtime::Environment& environment);

}  // namespace luft::cli

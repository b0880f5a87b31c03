// Which services one Luft consists of, and how each is started: broker, ClickHouse, hub, ml.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "cli/addresses.h"
#include "cli/data_folder.h"
#include "cli/supervision.h"
#include "runtime/process.h"
#include "runtime/settings.h"

namespace luft::cli {

struct Service {
  Supervised plan;
  runtime::ProcessOptions process;
};

// The services that `settings` ask for, in the order in which they start: a broker only when no
// mqtt.url names one, ClickHouse only when no clickhouse.url does. The error names what is missing.
std::expected<std::vector<Service>, std::string> services_for(const runtime::Settings& settings,
                                                              const DataFolder& folder);

// The environment of a client of these services that is no service: devices, replay.
std::map<std::string, std::string> environment_for_clients(const runtime::Settings& settings,
                                                           const DataFolder& folder);

// Where these services can be reached from this machine.
Addresses addresses_of(const runtime::Settings& settings);

}  // namespace luft::cli

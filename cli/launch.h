// Brings all services up in a data folder: what `up` and `demo` share.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/addresses.h"
#include "cli/services.h"
#include "cli/supervisor.h"
#include "runtime/settings.h"
#include "runtime/shutdown.h"

namespace luft::cli {

struct TakenPort {
  std::string problem;  // which port, for what, and who has it
  std::string fix;      // names the variable to change
};
// The first port that these settings need and something else has; nothing when all are free.
std::optional<TakenPort> taken_port(const runtime::Settings& settings);

// The settings with each taken port replaced by a free one.
runtime::Settings with_free_ports(runtime::Settings settings);

// Claims the folder, writes the broker's files and the addresses, and starts the services.
// stopped by the supervisor's stop(); remove_addresses() afterwards. `more`: services beside ours.
std::expected<std::unique_ptr<Supervisor>, std::string> launch(const runtime::Settings& settings,
                                                               const DataFolder& folder,
                                                               Supervisor::Say say,
                                                               std::vector<Service> more = {});

enum class Readiness { ready, interrupted };

// Supervises until the hub says that it is ready or a person interrupts. After `patience` the error
// says which parts are missing; without patience it goes on, saying so from time to time.
std::expected<Readiness, std::string> wait_until_ready(Supervisor& supervisor,
                                                       const HubAddress& hub,
                                                       const runtime::Shutdown& shutdown,
                                                       std::optional<std::chrono::seconds> patience,
                                                       const Supervisor::Say& say);

}  // namespace luft::cli

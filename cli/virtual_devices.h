// Simulated rooms: one luft-device process with as many virtual devices as there are rooms.
#pragma once

#include <signal.h>

#include <expected>
#include <string>
#include <vector>

#include "cli/data_folder.h"
#include "cli/demo_summary.h"
#include "runtime/process.h"
#include "runtime/settings.h"

namespace luft::cli {

struct VirtualFleet {
  int rooms = 3;
  double speed = 60;                // room seconds in a second
  std::vector<std::string> more{};  // further arguments of luft-device
};

class VirtualDevices {
 public:
  // The error says which program is missing or could not be started.
  static std::expected<VirtualDevices, std::string> start(const runtime::Settings& settings,
                                                          const DataFolder& folder,
                                                          const VirtualFleet& fleet);

  [[nodiscard]] bool running() { return process_.running(); }
  // Why they ended although nobody asked them to, with the end of their log.
  [[nodiscard]] std::string why_ended();

  // From now on they sample nothing, send what they hold, and end once all is receipted.
  void stop_sampling();
  // Once they are stopping: they end with what they still hold. To be said again until they have.
  void end_at_once() { process_.signal(SIGTERM); }
  void wait() { (void)process_.wait(); }  // until they have
  // What they report once they have ended.
  [[nodiscard]] std::expected<FleetReport, std::string> report();

 private:
  VirtualDevices(runtime::Process process, std::string log)
      : process_(std::move(process)), log_(std::move(log)) {}

  runtime::Process process_;
  std::string log_;
};

}  // namespace luft::cli

// `luft replay`: recorded climate, sent through the running system's broker by luft-replay.
#include <cstdlib>

#include "cli/commands.h"
#include "cli/programs.h"
#include "cli/running.h"

namespace luft::cli {

int run_replay(const Settings& settings, const ReplayOptions& options) {
  if (settings.mqtt.url.empty()) {
    const auto running = find_running(settings);
    if (!running) return fail(running.error());
    const auto& broker = running->addresses.mqtt;
    setenv("LUFT_MQTT_URL", broker.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
  }
  std::vector<std::string> arguments = {options.file, "--device", options.device, "--speed",
                                        options.speed};
  if (options.live) arguments.emplace_back("--live");
  if (!options.timezone.empty()) {
    arguments.insert(arguments.end(), {"--timezone", options.timezone});
  }
  return become("luft-replay", arguments);
}

}  // namespace luft::cli

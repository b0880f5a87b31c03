// `luft replay`: recorded climate, sent through the running system's broker by luft-replay.
#include <cstdlib>

#include "cli/broker_setup.h"
#include "cli/commands.h"
#include "cli/programs.h"
#include "cli/running.h"

namespace luft::cli {

namespace {

void set(const char* variable, const std::string& value) {
  setenv(variable, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
}

}  // namespace

int run_replay(const Settings& settings, const ReplayOptions& options) {
  if (settings.mqtt.url.empty()) {
    const auto running = find_running(settings);
    if (!running) return fail(running.error());
    set("LUFT_MQTT_URL", running->addresses.mqtt);
    if (needs_passwords(settings) && settings.mqtt.username.empty()) {
      set("LUFT_MQTT_USERNAME", "replay");
      set("LUFT_MQTT_PASSWORD_FILE", broker_password_of(running->folder, "replay").string());
    }
  }
  std::vector<std::string> arguments = {options.file, "--device", options.device, "--speed",
                                        options.speed};
  if (options.live) arguments.emplace_back("--live");
  if (options.strict) arguments.emplace_back("--strict");
  if (options.force) arguments.emplace_back("--force");
  if (!options.timezone.empty()) {
    arguments.insert(arguments.end(), {"--timezone", options.timezone});
  }
  return become("luft-replay", arguments);
}

}  // namespace luft::cli

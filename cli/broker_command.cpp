// `luft broker`: our own broker alone, in the foreground: one container of deploy/.
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "cli/broker_setup.h"
#include "cli/commands.h"
#include "cli/programs.h"
#include "cli/running.h"

namespace luft::cli {

int run_broker(const Settings& settings) {
  if (!settings.mqtt.url.empty()) {
    return fail("LUFT_MQTT_URL names another broker; unset it to run our own");
  }
  const DataFolder folder = data_folder(settings);
  folder.create();
  if (const auto prepared = prepare_broker(settings, folder); !prepared) {
    return fail(prepared.error());
  }
  std::ofstream(folder.pid_file("broker")) << getpid() << "\n";  // it stays the same
  return become("mosquitto", {"-c", broker_configuration_file(folder).string()});
}

}  // namespace luft::cli

// luft-ml: answers the hub's requests with a position for each window.
#include "ml/model/artifact.h"
#include "ml/model/place.h"
#include "ml/service.h"
#include "runtime/mqtt_settings.h"
#include "runtime/program.h"

namespace {

luft::rooms::Preference preference(luft::runtime::Preferences preferences) {
  switch (preferences) {
    case luft::runtime::Preferences::quiet:
      return luft::rooms::Preference::quiet;
    case luft::runtime::Preferences::fresh:
      return luft::rooms::Preference::fresh;
    case luft::runtime::Preferences::warm:
      return luft::rooms::Preference::warm;
    case luft::runtime::Preferences::balanced:
      break;
  }
  return luft::rooms::Preference::balanced;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace luft;
  auto program = runtime::Program::start("ml", argc, argv);
  if (!program) return program.error();
  const auto& log = program->log();

  const std::string folder = ml::model_in_force(program->settings());
  const auto model = ml::load_model(folder);
  if (!model) {
    log.error("no usable model: train one with `luft model train`, or see `luft model list`",
              {{"error", model.error()}});
    return 1;
  }
  const auto mqtt = runtime::mqtt_settings(program->settings(), "luft-ml");
  if (!mqtt) {
    log.error("broker settings", {{"where", mqtt.error().where}, {"error", mqtt.error().what}});
    return 2;
  }
  ml::Service service(*model,
                      {.mqtt = *mqtt,
                       .response_timeout = program->settings().ml.response_timeout,
                       .threads = program->settings().ml.threads,
                       .taste = ml::taste_of(preference(program->settings().ml.preferences)),
                       .memory_file = program->settings().data + "/rooms.memory"},
                      program->clock(), program->metrics(), log);
  service.start();
  log.info("deciding", {{"model", model->version}, {"folder", folder}});
  program->shutdown().wait();
  service.stop();
  return 0;
}

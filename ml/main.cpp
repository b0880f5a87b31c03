// luft-ml: answers the hub's requests with a position for each window.
#include "ml/household.h"
#include "ml/learning/nightly.h"
#include "ml/model/place.h"
#include "ml/service.h"
#include "ml/versions/gate.h"
#include "runtime/mqtt_settings.h"
#include "runtime/program.h"

int main(int argc, char** argv) {
  using namespace luft;
  auto program = runtime::Program::start("ml", argc, argv);
  if (!program) return program.error();
  const auto& log = program->log();

  std::string folder = ml::model_in_force(program->settings());
  auto model = ml::load_checked_model(folder);
  if (!model && folder != ml::default_model()) {
    log.error("model refused, the one that comes with Luft decides", {{"error", model.error()}});
    folder = ml::default_model();
    model = ml::load_checked_model(folder);
  }
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
  ml::Service service(
      *model,
      {.mqtt = *mqtt,
       .response_timeout = program->settings().ml.response_timeout,
       .threads = program->settings().ml.threads,
       .taste = ml::household_taste(program->settings()),
       .memory_file = program->settings().data + "/rooms.memory",
       .versions = ml::Versions{ml::models_folder(program->settings()), ml::default_model()},
       .places = {.model = [&] { return ml::model_in_force(program->settings()); },
                  .shadow = [&] { return ml::shadow_model(program->settings()); },
                  .tastes = ml::taste_file(program->settings())}},
      program->clock(), program->metrics(), log);
  ml::NightlyLearning nights(program->settings(), program->clock(), program->metrics(), log);
  service.start();
  nights.start();
  log.info("deciding", {{"model", model->version}, {"folder", folder}});
  program->shutdown().wait();
  nights.stop();
  service.stop();
  return 0;
}

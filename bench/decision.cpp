// What one decision of the shipped model takes, warm: the net alone for one room, and all of it,
// with the room's memory, limits, calibration and the ablated rows of its reason.
#include <chrono>
#include <functional>

#include "bench/benchmarks.h"
#include "ml/model/artifact.h"
#include "ml/predictor.h"

namespace luft::bench {

namespace {

constexpr int kRounds = 5;
constexpr int kTimes = 2'000;  // a round
constexpr double kNetLimit_us = 20;
constexpr double kDecisionLimit_us = 1'000;

double us_each(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < kTimes; ++i) work();
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
  return took.count() / kTimes;
}

void measure(Figure& figure, const std::function<void()>& work) {
  us_each(work);
  for (int round = 0; round < kRounds; ++round) figure.rounds.push_back(us_each(work));
}

ml::Question question_about(ml::Memory& memory) {
  ml::Question question{.request = {}, .memory = &memory, .now_ms = 0};
  question.request.temp_c = 24.5;
  question.request.humidity_pct = 55;
  question.request.volume_dba = 41;
  question.request.position_pct = 25;
  question.request.time_ms = 1'780'000'000'000;
  return question;
}

}  // namespace

std::vector<Figure> decision() {
  Figure net = against_limit("ml/net", kNetLimit_us, "us", Goal::at_most);
  Figure whole = against_limit("ml/decision", kDecisionLimit_us, "us", Goal::at_most);
  const auto model = ml::load_model(LUFT_SOURCE_DIR "/ml/default_model");
  if (!model) {
    net.could_not = whole.could_not = model.error();
    return {net, whole};
  }
  ml::Net alone{model->weights};
  ml::NetInput input{};
  ml::MemoryState state{};
  ml::NetOutput output{};
  measure(net, [&] { alone.infer({&input, 1}, {&state, 1}, {&output, 1}); });

  ml::Predictor predictor{*model};
  ml::Memory memory;
  auto question = question_about(memory);
  measure(whole, [&] {
    question.now_ms += ml::kTickMs;  // so that the memory is brought forward each time
    (void)predictor.control({&question, 1}, "shipped");
  });
  return {net, whole};
}

}  // namespace luft::bench

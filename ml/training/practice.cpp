// One episode after the other, each in a room with its own sensors.
#include "ml/training/practice.h"

#include <algorithm>

#include "ml/training/rehearsal.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

Lesson lesson_of(const Advice& advice) {
  Lesson lesson{.regret = {}, .best = static_cast<std::int64_t>(advice.best)};
  for (std::size_t i = 0; i < kPositionCount; ++i) {
    lesson.regret[i] = static_cast<float>(advice.regret(i));
  }
  return lesson;
}

Joined joined(const Predictor::Raw& raw) {
  Joined joined;
  std::ranges::copy(raw.input, joined.begin());
  std::ranges::copy(raw.memory, joined.begin() + kInputCount);
  return joined;
}

void live(const Episode& episode, const Kit& kit, Predictor& predictor, rooms::Chance& chance,
          double random_moves, std::vector<Example>& examples) {
  Teacher teacher(episode);
  Memory memory;
  for (Walk walk(episode); !walk.done();) {
    Question question{.request = with_kit(walk.request(), kit),
                      .memory = &memory,
                      .now_ms = static_cast<std::int64_t>(walk.decision() + 1) * kTickMs,
                      .taste = episode.taste};
    const Advice advice = teacher.advise(walk);
    // Asked twice, of one memory: what the net said, and what follows from it.
    Memory before = memory;
    question.memory = &before;
    const auto raw = predictor.raw(question);
    question.memory = &memory;
    const double position_pct = predictor.decide(question).position_pct;
    examples.push_back({.request = question.request,
                        .joined = joined(raw),
                        .output = raw.output,
                        .position_pct = position_pct,
                        .regret = teacher.regret(walk, advice, position_pct / 100),
                        .lesson = lesson_of(advice)});
    const bool random = chance.happens(random_moves);
    walk.go_on(random ? chance.uniform() : position_pct / 100);
  }
}

}  // namespace

std::vector<Example> practise(const Model& model, const PracticeOptions& options) {
  Predictor predictor(model);
  std::vector<Example> examples;
  examples.reserve(options.episodes * options.days * kDecisionsPerDay);
  for (std::size_t i = 0; i < options.episodes; ++i) {
    const std::uint64_t home = options.first_home + i;
    rooms::Chance chance(rooms::mix(home ^ 0x7072616374ULL));
    Episode episode = make_episode_outside(options.without_climate, home, options.days);
    if (options.households == Households::varied) set_taste(episode, random_taste(chance));
    const Kit kit = random_kit(chance);
    live(episode, kit, predictor, chance, options.random_moves, examples);
  }
  return examples;
}

}  // namespace luft::ml

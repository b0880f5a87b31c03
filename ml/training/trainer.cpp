// The stages of training.
#include "ml/training/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

#include "ml/model/sha256.h"
#include "ml/training/practice.h"
#include "ml/training/rehearsal.h"

namespace luft::ml {
namespace {

constexpr std::size_t kNormalisationEpisodes = 96;
constexpr std::size_t kUpdatesPerReport = 100;
constexpr double kPolicyRate = 2.5e-3;
constexpr double kLastPolicyRate = 5e-5;
constexpr double kTruthShare = 0.1;  // beside the cost of an hour; falls to
constexpr double kLastTruthShare = 0.02;
constexpr std::size_t kBatch = 256;
constexpr double kJudgementRate = 2e-3;
constexpr double kRandomMoves = 0.03;
constexpr double kCoverage = 0.9;

std::uint64_t homes_from(std::uint64_t use, std::uint64_t seed) {
  return use + seed * kHomesPerSeed;
}

double cosine(double first, double last, double done) {
  return last + (first - last) * 0.5 * (1 + std::cos(std::numbers::pi * done));
}

// Mean and deviation of each feature where windows stand at random for a while.
Normalisation fit_normalisation(std::uint64_t first_home,
                                std::optional<std::size_t> without_climate) {
  std::array<double, kFeatureCount> sum{};
  std::array<double, kFeatureCount> squares{};
  std::array<double, kFeatureCount> number{};
  rooms::Chance chance(rooms::mix(first_home));
  for (std::size_t i = 0; i < kNormalisationEpisodes; ++i) {
    auto episode = make_episode_outside(without_climate, first_home + i, 2);
    set_taste(episode, random_taste(chance));
    double opening = 0.1;
    for (Walk walk(episode); !walk.done(); walk.go_on(opening)) {
      const Features features = extract_features(walk.request(), episode.taste);
      for (std::size_t k = 0; k < kFeatureCount; ++k) {
        sum[k] += double(features[k]);
        squares[k] += double(features[k]) * double(features[k]);
        number[k] += 1;
      }
      if (chance.happens(0.1)) opening = std::pow(chance.uniform(), 2);
    }
  }
  Normalisation result;
  for (std::size_t k = 0; k < kFeatureCount; ++k) {
    const double mean = sum[k] / number[k];
    result.mean[k] = static_cast<float>(mean);
    result.deviation[k] = static_cast<float>(
        std::max(1e-2, std::sqrt(std::max(0.0, squares[k] / number[k] - mean * mean))));
  }
  return result;
}

void teach_policy(Model& model, const TrainingOptions& options,
                  const std::function<void(const TrainingProgress&)>& report) {
  Rehearsal rehearsal({.first_home = homes_from(kTrainingHomes, options.seed),
                       .homes = options.homes,
                       .without_climate = options.without_climate},
                      model.normalisation);
  PolicyTraining training(model.weights, options.homes);
  TrainingProgress progress;
  for (std::size_t update = 1; update <= options.updates; ++update) {
    const double done = double(update) / double(options.updates);
    const auto losses =
        training.step(rehearsal, model.normalisation, cosine(kPolicyRate, kLastPolicyRate, done),
                      cosine(kTruthShare, kLastTruthShare, done));
    progress.cost_per_day += losses.cost_per_day;
    progress.loss += losses.truth;
    progress.decisions += options.homes * kWindowDecisions;
    if (update % kUpdatesPerReport != 0 && update != options.updates) continue;
    const auto since = double((update - 1) % kUpdatesPerReport + 1);
    report({.stage = "policy " + std::to_string(update) + "/" + std::to_string(options.updates),
            .decisions = progress.decisions,
            .cost_per_day = progress.cost_per_day / since,
            .loss = progress.loss / since});
    progress.cost_per_day = progress.loss = 0;
  }
  model.weights = training.weights();
}

// Some epochs over all examples in random order; returns the last epoch's mean loss.
double teach_judgement(Model& model, std::span<const Example> examples,
                       const TrainingOptions& options) {
  JudgementTraining training(model.weights);
  rooms::Chance chance(rooms::mix(options.seed ^ 0x6a756467ULL));
  std::vector<std::size_t> order(examples.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<Joined> inputs;
  std::vector<Lesson> lessons;
  double sum = 0;
  std::size_t batches = 0;
  for (std::size_t epoch = 0; epoch < options.judgement_epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[static_cast<std::size_t>(chance.between(0, double(i)))]);
    }
    const double rate = cosine(kJudgementRate, 0, double(epoch) / double(options.judgement_epochs));
    sum = 0;
    batches = 0;
    for (std::size_t begin = 0; begin < order.size(); begin += kBatch, ++batches) {
      inputs.clear();
      lessons.clear();
      const auto some = std::span(order).subspan(begin, std::min(kBatch, order.size() - begin));
      for (const auto i : some) {
        inputs.push_back(examples[i].joined);
        lessons.push_back(examples[i].lesson);
      }
      sum += training.step(inputs, lessons, rate);
    }
  }
  model.weights = training.weights();
  return sum / double(std::max<std::size_t>(1, batches));
}

// The mass with which low..high, which always holds the position taken, holds the teacher's.
double score_of(const Example& example) {
  const auto distribution = softmax(example.output.likely);
  const auto best = static_cast<std::size_t>(example.lesson.best);
  const auto [low, high] = central_interval(distribution, 0);
  const double best_pct = kPositionsPct[best];
  const bool held = std::min(kPositionsPct[low], example.position_pct) <= best_pct &&
                    best_pct <= std::max(kPositionsPct[high], example.position_pct);
  return held ? 0 : mass_to_hold(distribution, best);
}

void calibrate(Model& model, std::span<const Example> examples) {
  std::array<std::vector<Outcome>, kCalibrationGroupCount> outcomes;
  std::array<std::vector<double>, kCalibrationGroupCount> scores;
  for (const auto& example : examples) {
    const auto group = static_cast<std::size_t>(calibration_group_of(example.request));
    outcomes[group].push_back({acceptable_probability(example.output, example.position_pct),
                               example.regret <= kNoticeableRegret});
    scores[group].push_back(score_of(example));
  }
  auto& groups = model.calibration.groups;
  for (std::size_t group = 0; group < kCalibrationGroupCount; ++group) {
    if (outcomes[group].empty()) {  // a short training may meet no warm room
      groups[group] = groups[static_cast<std::size_t>(not_warm(CalibrationGroup(group)))];
      continue;
    }
    groups[group] = {fit_confidence(outcomes[group]), conformal_mass(scores[group], kCoverage)};
  }
}

std::string fingerprint(std::span<const Example> examples) {
  std::string bytes;
  for (const auto& [request, joined, output, position_pct, regret, lesson] : examples) {
    bytes.append(reinterpret_cast<const char*>(joined.data()), sizeof(joined));
    bytes.append(reinterpret_cast<const char*>(lesson.regret.data()), sizeof(lesson.regret));
  }
  return sha256_hex(bytes);
}

}  // namespace

Model train(const TrainingOptions& options,
            const std::function<void(const TrainingProgress&)>& report) {
  Model model;
  model.version = options.version;
  model.seed = options.seed;
  model.weights = initial_weights(options.seed);
  model.normalisation =
      fit_normalisation(homes_from(kTrainingHomes, options.seed), options.without_climate);
  teach_policy(model, options, report);

  const auto examples = practise(model, {.first_home = homes_from(kJudgementHomes, options.seed),
                                         .episodes = options.judgement_episodes,
                                         .households = Households::varied,
                                         .random_moves = kRandomMoves,
                                         .without_climate = options.without_climate});
  const double loss = teach_judgement(model, examples, options);
  model.data_fingerprint = fingerprint(examples);
  report({.stage = "judgement", .decisions = examples.size(), .loss = loss});

  // Twice: how sure the model is decides which moves it makes, and so where it gets to.
  for (int round = 0; round < 2; ++round) {
    const auto held_out =
        practise(model, {.first_home = homes_from(kCalibrationHomes, options.seed),
                         .episodes = options.calibration_episodes,
                         .without_climate = options.without_climate});
    calibrate(model, held_out);
    report({.stage = "calibration", .decisions = held_out.size()});
  }
  return model;
}

}  // namespace luft::ml

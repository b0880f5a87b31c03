// The stages of training.
#include "ml/training/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

#include "ml/model/sha256.h"
#include "ml/predictor.h"
#include "ml/training/practice.h"

namespace luft::ml {
namespace {

constexpr std::size_t kDays = 2;
constexpr std::size_t kBatch = 256;
constexpr double kFirstRate = 3e-3;
constexpr double kLastRate = 1e-4;
constexpr double kCoverage = 0.9;
constexpr double kAsSeen = 0.5;  // share of examples seen through the kit that led there
// How far an example's clock is moved each time it is shown, as standard deviations: there are few
// episodes to a season, and a net that knows the day and the hour learns them by heart.
constexpr double kClockErrorDays = 12;
constexpr double kClockErrorHours = 0.7;

Normalisation fit_normalisation(std::span<const Example> examples) {
  std::array<double, kFeatureCount> sum{};
  std::array<double, kFeatureCount> squares{};
  std::array<double, kFeatureCount> count{};
  for (const auto& example : examples) {
    const Features features = extract_features(example.request);
    for (std::size_t i = 0; i < kFeatureCount; ++i) {
      if (std::isnan(features[i])) continue;
      sum[i] += features[i];
      squares[i] += double(features[i]) * double(features[i]);
      count[i] += 1;
    }
  }
  Normalisation result;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const double mean = count[i] > 0 ? sum[i] / count[i] : 0;
    const double variance = count[i] > 0 ? squares[i] / count[i] - mean * mean : 0;
    result.mean[i] = static_cast<float>(mean);
    result.deviation[i] = static_cast<float>(std::max(1e-3, std::sqrt(std::max(0.0, variance))));
  }
  return result;
}

contract::InferenceRequest with_another_clock(contract::InferenceRequest request,
                                              rooms::Chance& chance) {
  if (!request.time_ms) return request;
  const double hours =
      24 * std::round(kClockErrorDays * chance.normal()) + kClockErrorHours * chance.normal();
  const double moved = static_cast<double>(*request.time_ms) + 3.6e6 * hours;
  request.time_ms = static_cast<std::uint64_t>(std::max(0.0, moved));
  return request;
}

// Some epochs over all examples, each example seen through another kit and clock every time.
class Course {
 public:
  Course(const TrainingOptions& options, Model& model)
      : options_(options), model_(model), chance_(rooms::mix(options.seed ^ 0x636f75727365ULL)) {}

  TrainingProgress run(std::span<const Example> examples, std::string stage, double first_rate) {
    NetTraining net(model_.weights);
    TrainingProgress progress{.stage = std::move(stage), .examples = examples.size()};
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t epoch = 0; epoch < options_.epochs; ++epoch) {
      shuffle(order);
      const double done = double(epoch) / double(options_.epochs);
      const double rate =
          kLastRate + (first_rate - kLastRate) * 0.5 * (1 + std::cos(std::numbers::pi * done));
      const double loss = epoch_of(net, examples, order, rate);
      if (epoch == 0) progress.first_loss = loss;
      progress.last_loss = loss;
    }
    model_.weights = net.weights();
    return progress;
  }

 private:
  void shuffle(std::vector<std::size_t>& order) {
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[static_cast<std::size_t>(chance_.between(0, double(i)))]);
    }
  }

  double epoch_of(NetTraining& net, std::span<const Example> examples,
                  std::span<const std::size_t> order, double rate) {
    double sum = 0;
    std::size_t batches = 0;
    for (std::size_t begin = 0; begin < order.size(); begin += kBatch) {
      inputs_.clear();
      lessons_.clear();
      for (const auto i : order.subspan(begin, std::min(kBatch, order.size() - begin))) {
        const bool as_seen = chance_.happens(kAsSeen);
        const auto request =
            with_kit(examples[i].request, as_seen ? examples[i].kit : random_kit(chance_));
        inputs_.push_back(normalise(extract_features(with_another_clock(request, chance_)),
                                    model_.normalisation));
        lessons_.push_back(examples[i].lesson);
      }
      sum += net.step(inputs_, lessons_, rate);
      ++batches;
    }
    return sum / double(batches);
  }

  const TrainingOptions& options_;
  Model& model_;
  rooms::Chance chance_;
  std::vector<NetInput> inputs_;
  std::vector<Lesson> lessons_;
};

void append(std::vector<Example>& all, std::vector<Example> some) {
  all.insert(all.end(), some.begin(), some.end());
}

// Where the model itself gets to, in `count` episodes from `first_home` on.
std::vector<Example> practise_with(const Model& model, std::uint64_t first_home,
                                   std::size_t count) {
  Predictor learner(model);
  std::vector<Example> examples;
  for (std::size_t i = 0; i < count; ++i) {
    append(examples, practise_own(make_episode(first_home + i, kDays), first_home + i, learner));
  }
  return examples;
}

void calibrate(Model& model, std::span<const Example> examples) {
  Predictor predictor(model);
  std::array<std::vector<Outcome>, kKnowledgeCount> outcomes;
  std::array<std::vector<double>, kKnowledgeCount> scores;
  for (const auto& example : examples) {
    const auto request = with_kit(example.request, example.kit);
    const auto group = static_cast<std::size_t>(knowledge_of(request));
    const NetOutput output = predictor.raw(request);
    const std::size_t chosen = chosen_position(request, output);
    outcomes[group].push_back({1 / (1 + std::exp(-double(output.acceptable[chosen]))),
                               example.lesson.regret[chosen] <= kNoticeableRegret});
    scores[group].push_back(
        mass_to_hold(softmax(output.likely), static_cast<std::size_t>(example.lesson.best)));
  }
  for (std::size_t group = 0; group < kKnowledgeCount; ++group) {
    if (outcomes[group].empty()) continue;
    model.calibration.groups[group] = {fit_confidence(outcomes[group]),
                                       conformal_mass(scores[group], kCoverage)};
  }
}

std::string fingerprint(std::span<const Example> examples) {
  std::string bytes;
  for (const auto& example : examples) {
    const Features features = extract_features(example.request);
    const auto& regret = example.lesson.regret;
    bytes.append(reinterpret_cast<const char*>(features.data()), sizeof(features));
    bytes.append(reinterpret_cast<const char*>(regret.data()), sizeof(regret));
  }
  return sha256_hex(bytes);
}

}  // namespace

Model train(const TrainingOptions& options,
            const std::function<void(const TrainingProgress&)>& report) {
  const std::uint64_t home = kTrainingHomes + options.seed * 100'000;
  std::vector<Example> examples;
  for (std::size_t i = 0; i < options.first_episodes; ++i) {
    append(examples, practise_mixed(make_episode(home + i, kDays), home + i));
  }
  Model model;
  model.version = options.version;
  model.seed = options.seed;
  model.weights = initial_weights(options.seed);
  model.normalisation = fit_normalisation(examples);
  Course course(options, model);
  report(course.run(examples, "practice", kFirstRate));
  std::uint64_t next_home = home + options.first_episodes;
  for (std::size_t round = 1; round <= options.rounds; ++round) {
    append(examples, practise_with(model, next_home, options.round_episodes));
    next_home += options.round_episodes;
    report(course.run(examples, "round " + std::to_string(round), kFirstRate / 2));
  }
  model.data_fingerprint = fingerprint(examples);

  const auto held_out = practise_with(model, kCalibrationHomes + options.seed * 100'000,
                                      options.calibration_episodes);
  calibrate(model, held_out);
  report({.stage = "calibration", .examples = held_out.size()});
  return model;
}

}  // namespace luft::ml

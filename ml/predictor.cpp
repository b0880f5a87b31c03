// One inference for a whole batch; with reasons, each question brings its ablated twins along.
#include "ml/predictor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "ml/comfort_limits.h"

namespace luft::ml {
namespace {

constexpr double kShutBelowPct = 2;  // so little is nothing but a leak of noise
// Of the opening's root: a little more matters where little is open.
constexpr double kSmallestMove = 0.16;   // when sure
constexpr double kCautiousMore = 0.15;   // on top of it when not sure at all
constexpr double kOpenFromPct = 25;      // so far, what keeps it open is told, not what shuts it
constexpr float kFarFromTraining = 5.5;  // standard deviations
constexpr double kDoubtWhenUnfamiliar = 0.5;

double probability(double logit) {
  return 1 / (1 + std::exp(-logit));
}

double size_of_move(double from_pct, double to_pct) {
  return std::abs(std::sqrt(to_pct / 100) - std::sqrt(from_pct / 100));
}

// How much further the window stands in its direction because of each part: what is left of the
// opening's root when the part is taken away. `outputs`: the full input's, then one for each part.
Cause dominant_cause(std::span<const NetOutput> outputs, bool opens) {
  Cause dominant = Cause::nothing;
  double most = 0;
  for (std::size_t part = 0; part < kPartCount; ++part) {
    const double change = probability(static_cast<double>(outputs[0].choice)) -
                          probability(static_cast<double>(outputs[1 + part].choice));
    const double towards = opens ? change : -change;
    if (towards > most) {
      most = towards;
      dominant = static_cast<Cause>(part);
    }
  }
  return dominant;
}

// Why a position that the net did not choose is taken.
Cause limiting_cause(const ComfortLimits& limits, double position_pct) {
  const bool opened = limits.least_pct > 0 && position_pct <= limits.least_pct + 0.5;
  switch (opened ? limits.why_least : limits.why_most) {
    case ComfortLimits::Why::humidity:
      return Cause::humidity;
    case ComfortLimits::Why::rain:
      return Cause::rain;
    case ComfortLimits::Why::storm:
      return Cause::storm;
    case ComfortLimits::Why::temperature:
      break;
  }
  return Cause::temperature;
}

// Why `position_pct` is taken, of which the net says `rows`: the full input's first.
Cause cause_of(const Question& question, std::span<const NetOutput> rows, double position_pct) {
  const auto& now_pct = question.request.position_pct;
  const ComfortLimits limits = comfort_limits(question.request, question.taste.warmer_k);
  const double wanted_pct = 100 * opening_of(rows[0].choice);
  const bool limited = wanted_pct < limits.least_pct - 0.5 || wanted_pct > limits.most_pct + 0.5;
  if (limited) return limiting_cause(limits, position_pct);
  const bool held_back =
      now_pct && position_pct == *now_pct && size_of_move(*now_pct, wanted_pct) >= kSmallestMove;
  if (held_back) return Cause::doubt;
  const bool opens = position_pct > now_pct.value_or(kPositionsPct[1]);
  return dominant_cause(rows, opens || position_pct >= kOpenFromPct);
}

// With the digits that mean something: calibration is no finer.
double told_confidence(double confidence) {
  return std::round(1e4 * confidence) / 1e4;
}

// Of known features from their means.
double mean_deviations(const NetInput& input) {
  double sum = 0;
  double known = 0;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (input[i] == 0) continue;  // missing
    sum += std::abs(static_cast<double>(input[i]));
    known += 1;
  }
  return known > 0 ? sum / known : 0;
}

Decision decision_of(const Question& question, const NetInput& input, const NetOutput& output,
                     const Calibration& calibration) {
  const auto& group = calibration.of(question.request);
  const double doubt = is_unfamiliar(input) ? kDoubtWhenUnfamiliar : 1;
  const auto confidence_at = [&](double position_pct) {
    return doubt * group.confidence.at(acceptable_probability(output, position_pct));
  };
  Decision decision;
  decision.position_pct =
      position_to_take(question, output, confidence_at(100 * opening_of(output.choice)));
  decision.confidence = confidence_at(decision.position_pct);
  const auto [low, high] = central_interval(softmax(output.likely), group.interval_mass);
  decision.low_pct = std::min(kPositionsPct[low], decision.position_pct);
  decision.high_pct = std::max(kPositionsPct[high], decision.position_pct);
  return decision;
}

std::vector<Question> without_memory(std::span<const contract::InferenceRequest> requests) {
  std::vector<Question> questions;
  questions.reserve(requests.size());
  for (const auto& request : requests) questions.push_back({.request = request});
  return questions;
}

}  // namespace

double acceptable_probability(const NetOutput& output, double position_pct) {
  std::size_t above = 1;
  while (above + 1 < kPositionCount && kPositionsPct[above] < position_pct) ++above;
  const double low_pct = kPositionsPct[above - 1];
  const double share = (position_pct - low_pct) / (kPositionsPct[above] - low_pct);
  const double below_logit = output.acceptable[above - 1];
  return probability(below_logit + share * (output.acceptable[above] - below_logit));
}

double position_to_take(const Question& question, const NetOutput& output, double confidence) {
  const ComfortLimits limits = comfort_limits(question.request, question.taste.warmer_k);
  const auto within = [&limits](double position_pct) {
    return std::clamp(position_pct, limits.least_pct, limits.most_pct);
  };
  double position_pct = 100 * opening_of(output.choice);
  if (position_pct < kShutBelowPct) position_pct = 0;
  position_pct = std::round(within(position_pct));
  if (!question.request.position_pct) return position_pct;
  const double now_pct = *question.request.position_pct;
  const double worth_moving = kSmallestMove + kCautiousMore * (1 - confidence);
  const bool shuts = position_pct == 0 && now_pct > 0;
  const bool may_stay = std::abs(within(now_pct) - now_pct) < 0.5;
  const bool is_worth_it = shuts || size_of_move(now_pct, position_pct) >= worth_moving;
  return may_stay && !is_worth_it ? now_pct : position_pct;
}

bool is_unfamiliar(const NetInput& input) {
  // Usual where they are far from their mean: rain is rare, closed rooms grow stale and damp every
  // night, and tastes are what people make them.
  constexpr std::array kUsualFarAway{
      Feature::rain_log_mm_per_h, Feature::co2_ppm,     Feature::vapour_difference_g_m3,
      Feature::taste_warmer_k,    Feature::taste_quiet, Feature::taste_fresh,
      Feature::taste_warm,        Feature::taste_thrift};
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (std::ranges::count(kUsualFarAway, static_cast<Feature>(i)) > 0) continue;
    if (std::abs(input[i]) > kFarFromTraining) return true;
  }
  return false;
}

Predictor::Predictor(const Model& model, std::size_t threads)
    : normalisation_(model.normalisation),
      calibration_(model.calibration),
      net_(model.weights, threads) {}

// Fills the rows: for each question the full input, and with more rows the ablated ones. Memories
// whose quarter of an hour is over are brought forward.
void Predictor::infer(std::span<const Question> questions, std::size_t rows_each) {
  inputs_.clear();
  memories_.clear();
  due_.resize(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto& [request, memory, now_ms, taste] = questions[i];
    const NetInput input = normalise(extract_features(request, taste), normalisation_);
    due_[i] = memory == nullptr ? 0 : ticks_due(*memory, now_ms);
    MemoryState before = memory == nullptr ? MemoryState{} : memory->state;
    for (std::int64_t missed = 1; missed < due_[i]; ++missed) {
      NetOutput ignored;
      net_.infer({&input, 1}, {&before, 1}, {&ignored, 1});
    }
    inputs_.push_back(input);
    memories_.push_back(before);
    for (std::size_t cause = 0; cause + 1 < rows_each; ++cause) {
      inputs_.push_back(without(input, static_cast<Cause>(cause)));
      memories_.push_back(static_cast<Cause>(cause) == Cause::memory ? MemoryState{} : before);
    }
  }
  outputs_.resize(inputs_.size());
  net_.infer(inputs_, memories_, outputs_);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    constexpr std::size_t kWithoutTaste = 1 + static_cast<std::size_t>(Cause::taste);
    for (std::size_t row = 0; row < rows_each; ++row) {
      if (row == kWithoutTaste) continue;
      outputs_[i * rows_each + row].choice += static_cast<float>(questions[i].taste.wider);
    }
    if (due_[i] > 0) {
      *questions[i].memory = {.state = memories_[i * rows_each], .updated_ms = questions[i].now_ms};
    }
  }
}

std::vector<Decision> Predictor::decide(std::span<const Question> questions) {
  infer(questions, 1);
  std::vector<Decision> decisions;
  decisions.reserve(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    decisions.push_back(decision_of(questions[i], inputs_[i], outputs_[i], calibration_));
  }
  return decisions;
}

Decision Predictor::decide(const Question& question) {
  infer({&question, 1}, 1);
  return decision_of(question, inputs_[0], outputs_[0], calibration_);
}

std::vector<Decision> Predictor::decide(std::span<const contract::InferenceRequest> requests) {
  return decide(without_memory(requests));
}

Decision Predictor::decide(const contract::InferenceRequest& request) {
  return decide(Question{.request = request});
}

Predictor::Raw Predictor::raw(const Question& question) {
  infer({&question, 1}, 1);
  return {inputs_[0], memories_[0], outputs_[0]};
}

std::span<const contract::WindowControl> Predictor::control(std::span<const Question> questions,
                                                            std::string_view model_name) {
  constexpr std::size_t kRows = 1 + kPartCount;  // of the net for each question
  infer(questions, kRows);
  controls_.clear();
  strangeness_ = {};
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto& request = questions[i].request;
    const auto& input = inputs_[i * kRows];
    const auto rows = std::span(outputs_).subspan(i * kRows, kRows);
    const Decision made = decision_of(questions[i], input, rows[0], calibration_);
    const Cause cause = cause_of(questions[i], rows, made.position_pct);
    strangeness_.unfamiliar += is_unfamiliar(input) ? 1 : 0;
    strangeness_.deviations += mean_deviations(input) / static_cast<double>(questions.size());
    controls_.push_back({.position_pct = made.position_pct,
                         .confidence = told_confidence(made.confidence),
                         .request_id = request.request_id,
                         .as_of = request.as_of,
                         .model = contract::Text<contract::kMaxModelNameLength>::cut(model_name),
                         .low_pct = made.low_pct,
                         .high_pct = made.high_pct,
                         .reason = describe(request, input, rows[0], cause, made.position_pct)});
  }
  return controls_;
}

std::span<const contract::WindowControl> Predictor::control(
    std::span<const contract::InferenceRequest> requests, std::string_view model_name) {
  return control(without_memory(requests), model_name);
}

}  // namespace luft::ml

// Lives through each home once per policy, and once more with the teacher looking on.
#include "ml/training/evaluation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "ml/predictor.h"
#include "ml/training/trainer.h"

namespace luft::ml {
namespace {

constexpr std::size_t kBins = 10;
constexpr std::size_t kResamples = 1000;

constexpr auto kModel = "model";
constexpr auto kTeacher = "teacher";

// One policy's cost per day in each home.
struct Course {
  std::string name;
  std::vector<rooms::CostTerms> homes;
};

rooms::CostTerms per_day(rooms::CostTerms terms, double days) {
  terms.temperature /= days;
  terms.air /= days;
  terms.humidity /= days;
  terms.noise /= days;
  terms.heating /= days;
  terms.motor /= days;
  terms.rain /= days;
  return terms;
}

rooms::CostTerms live(const Episode& episode, const Policy& policy, const Kit& kit) {
  rooms::CostTerms terms;
  for (Walk walk(episode); !walk.done();) {
    terms += walk.go_on(policy(with_kit(walk.request(), kit)) / 100);
  }
  return terms;
}

// Counts how confidence and interval compare with what the teacher says.
class Honesty {
 public:
  void add(const Decision& decision, const Advice& advice) {
    const bool accepted =
        advice.regret(nearest_position(decision.position_pct)) <= kNoticeableRegret;
    const auto bin = std::min(kBins - 1, static_cast<std::size_t>(decision.confidence * kBins));
    ++figures_.decisions;
    confidence_[bin] += decision.confidence;
    accepted_[bin] += accepted ? 1 : 0;
    count_[bin] += 1;
    figures_.accepted += accepted ? 1 : 0;
    figures_.mean_confidence += decision.confidence;
    const double best_pct = kPositionsPct[advice.best];
    figures_.coverage += decision.low_pct <= best_pct && best_pct <= decision.high_pct ? 1 : 0;
    figures_.mean_width_pct += decision.high_pct - decision.low_pct;
  }

  [[nodiscard]] HonestyFigures figures() const {
    HonestyFigures result = figures_;
    const auto count = static_cast<double>(std::max<std::size_t>(1, figures_.decisions));
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      result.reliability_error += std::abs(confidence_[bin] - accepted_[bin]) / count;
    }
    result.accepted /= count;
    result.mean_confidence /= count;
    result.coverage /= count;
    result.mean_width_pct /= count;
    return result;
  }

 private:
  HonestyFigures figures_;  // sums until figures()
  std::array<double, kBins> confidence_{};
  std::array<double, kBins> accepted_{};
  std::array<double, kBins> count_{};
};

rooms::CostTerms live_as_model(const Episode& episode, Predictor& predictor, const Kit& kit,
                               Honesty& honesty) {
  rooms::CostTerms terms;
  Teacher teacher(episode);
  for (Walk walk(episode); !walk.done();) {
    const Decision decision = predictor.decide(with_kit(walk.request(), kit));
    honesty.add(decision, teacher.advise(walk));
    terms += walk.go_on(decision.position_pct / 100);
  }
  return terms;
}

rooms::CostTerms live_as_teacher(const Episode& episode) {
  rooms::CostTerms terms;
  Teacher teacher(episode);
  for (Walk walk(episode); !walk.done();) {
    terms += walk.go_on(kPositionsPct[teacher.advise(walk).best] / 100);
  }
  return terms;
}

PolicyFigures summarise(const Course& course) {
  PolicyFigures figures{.name = course.name, .terms = {}};
  std::vector<double> totals;
  for (const auto& terms : course.homes) {
    figures.terms += terms;
    totals.push_back(terms.total());
  }
  const auto homes = static_cast<double>(totals.size());
  figures.terms = per_day(figures.terms, homes);
  figures.total = figures.terms.total();

  rooms::Chance chance(rooms::mix(totals.size()));
  std::vector<double> means(kResamples);
  for (double& mean : means) {
    for (std::size_t i = 0; i < totals.size(); ++i) {
      mean += totals[static_cast<std::size_t>(chance.between(0, homes))] / homes;
    }
  }
  std::ranges::sort(means);
  figures.low = means[kResamples / 40];
  figures.high = means[kResamples - kResamples / 40];
  return figures;
}

}  // namespace

const PolicyFigures& Evaluation::of(std::string_view name) const {
  const auto found = std::ranges::find(policies, name, &PolicyFigures::name);
  assert(found != policies.end());
  return *found;
}

Evaluation evaluate(const Model& model, const EvaluationOptions& options) {
  Predictor predictor(model);
  Honesty honesty;
  const Kit kit = kit_of(options.kit);
  std::vector<Course> courses;
  for (const auto& rule : rules()) courses.push_back({std::string(rule.name), {}});
  courses.push_back({kModel, {}});
  courses.push_back({kTeacher, {}});

  const auto days = static_cast<double>(options.days);
  const std::size_t climates = rooms::climates().size();
  for (std::size_t i = 0; i < options.homes; ++i) {
    const Setting setting{.climate = i % climates, .season = i / climates % 4};
    const auto episode =
        make_episode(kEvaluationHomes + options.seed * 100'000 + i, options.days, setting);
    const double closed_heating = live(episode, [](const auto&) { return 0.0; }, kit).heating;
    const auto add = [&](Course& course, rooms::CostTerms terms) {
      terms.heating -= closed_heating;
      course.homes.push_back(per_day(terms, days));
    };
    for (std::size_t rule = 0; rule < rules().size(); ++rule) {
      add(courses[rule], live(episode, rules()[rule].policy, kit));
    }
    add(courses[courses.size() - 2], live_as_model(episode, predictor, kit, honesty));
    add(courses.back(), live_as_teacher(episode));
  }
  Evaluation evaluation{.policies = {}, .honesty = honesty.figures()};
  for (const auto& course : courses) evaluation.policies.push_back(summarise(course));
  return evaluation;
}

}  // namespace luft::ml

#include "ml/behaviour/window_judge.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "ml/behaviour/window_model.h"
#include "rooms/chance.h"

namespace luft::ml {
namespace {

constexpr std::size_t kLeastReported = 100;

using ByCity = std::map<std::size_t, std::vector<Vote>>;

ByCity by_city(const Votes& votes) {
  ByCity cities;
  for (const auto& vote : votes.rows) cities[vote.city].push_back(vote);
  return cities;
}

// Models for cities never seen. Cities that the training rows know nothing of share one.
class Unseen {
 public:
  explicit Unseen(const Votes& training) : training_(training) {
    for (const auto& vote : training.rows) known_.insert(vote.city);
  }

  struct Trained {
    WindowModel model;
    double base_rate = 0;
  };

  [[nodiscard]] std::expected<Trained, std::string> model_for(std::size_t city) {
    if (known_.contains(city)) return train_without(city);
    if (!of_strangers_) {
      auto trained = train_without(city);
      if (!trained) return trained;
      of_strangers_ = std::move(*trained);
    }
    return *of_strangers_;
  }

 private:
  [[nodiscard]] std::expected<Trained, std::string> train_without(std::size_t city) const {
    std::vector<Vote> rows;
    std::ranges::copy_if(training_.rows, std::back_inserter(rows),
                         [city](const Vote& vote) { return vote.city != city; });
    const auto model = fit_window_model(rows);
    if (!model) {
      return std::unexpected(model.error() + ", once the city that is judged is left out");
    }
    const auto open = static_cast<double>(std::ranges::count(rows, true, &Vote::open));
    return Trained{*model, open / static_cast<double>(rows.size())};
  }

  const Votes& training_;
  std::set<std::size_t> known_;
  std::optional<Trained> of_strangers_;
};

// A shuffled copy.
std::vector<Vote> drawn(std::vector<Vote> votes, rooms::Chance& chance) {
  for (std::size_t i = votes.size(); i > 1; --i) {
    const auto other = static_cast<std::size_t>(chance.between(0, static_cast<double>(i)));
    std::swap(votes[i - 1], votes[other]);
  }
  return votes;
}

template <typename Model>
std::vector<Judged> judge(const Model& model, std::span<const Vote> votes) {
  std::vector<Judged> judged;
  for (const auto& vote : votes) {
    judged.push_back({model.probability(vote.measured), vote.open, vote.city});
  }
  return judged;
}

void add(Scores& sum, const Scores& scores, double weight) {
  for (const auto member :
       {&Scores::auc, &Scores::within_city_auc, &Scores::log_loss, &Scores::brier, &Scores::ece}) {
    sum.*member += weight * scores.*member;
  }
}

// All draws of one city; what was predicted after adapting is added to `pooled`.
AdaptedCity draw_city(const WindowModel& model, std::span<const Vote> votes,
                      const AdaptationOptions& options, std::vector<Judged>& pooled) {
  AdaptedCity city{.name = {},
                   .rows = votes.size(),
                   .seen = std::min(options.seen, votes.size() / 2),
                   .is_judged = votes.size() >= options.least_rows,
                   .before = {},
                   .after = {}};
  const double share = 1 / static_cast<double>(options.draws);
  for (std::size_t draw = 0; draw < options.draws; ++draw) {
    rooms::Chance chance(rooms::mix(options.seed ^ rooms::mix(1'000 * votes.front().city + draw)));
    const auto rows = drawn({votes.begin(), votes.end()}, chance);
    const auto seen = std::span(rows).first(city.seen);
    const auto rest = std::span(rows).subspan(city.seen);
    const auto before = judge(model, rest);
    const auto after = judge(adapt(model, seen), rest);
    const Scores before_scores = score(before);
    const Scores after_scores = score(after);
    add(city.before, before_scores, share);
    add(city.after, after_scores, share);
    city.improved += after_scores.log_loss < before_scores.log_loss ? share : 0;
    if (city.is_judged) pooled.insert(pooled.end(), after.begin(), after.end());
  }
  return city;
}

void summarise(AdaptationEvaluation& all, std::span<const Judged> pooled) {
  const auto judged =
      static_cast<double>(std::ranges::count(all.cities, true, &AdaptedCity::is_judged));
  for (const auto& city : all.cities) {
    if (!city.is_judged) continue;
    all.improved += city.improved / judged;
    all.log_loss_before += city.before.log_loss / judged;
    all.log_loss_after += city.after.log_loss / judged;
    all.within_city_auc_before += city.before.auc / judged;
    all.within_city_auc_after += city.after.auc / judged;
  }
  all.ece = score(pooled).ece;
}

}  // namespace

std::expected<WindowEvaluation, std::string> evaluate_window_model(const Votes& judged,
                                                                   const Votes& training,
                                                                   std::uint64_t seed) {
  if (judged.rows.empty()) return std::unexpected("no rows to judge by");
  Unseen unseen(training);
  std::vector<Judged> by_model;
  std::vector<Judged> by_base_rate;
  WindowEvaluation result;
  for (const auto& [city, votes] : by_city(judged)) {
    const auto trained = unseen.model_for(city);
    if (!trained) return std::unexpected(trained.error());
    for (const auto& row : judge(trained->model, votes)) {
      by_model.push_back(row);
      by_base_rate.push_back({trained->base_rate, row.open, row.city});
      result.base_rate += row.open ? 1 : 0;
    }
    ++result.cities;
  }
  result.rows = by_model.size();
  result.base_rate /= static_cast<double>(result.rows);
  result.scores = score(by_model);
  result.intervals = bootstrap(by_model, seed);
  result.of_base_rate = score(by_base_rate);
  return result;
}

std::expected<AdaptationEvaluation, std::string> evaluate_adaptation(
    const Votes& judged, const Votes& training, const AdaptationOptions& options) {
  Unseen unseen(training);
  AdaptationEvaluation all{.cities = {}, .draws = options.draws};
  std::vector<Judged> pooled;
  for (const auto& [city, votes] : by_city(judged)) {
    if (votes.size() < kLeastReported) continue;
    const auto trained = unseen.model_for(city);
    if (!trained) return std::unexpected(trained.error());
    all.cities.push_back(draw_city(trained->model, votes, options, pooled));
    all.cities.back().name = judged.cities[city];
  }
  if (pooled.empty()) {
    return std::unexpected("no city has the " + std::to_string(options.least_rows) +
                           " rows that adapting is judged by");
  }
  summarise(all, pooled);
  return all;
}

}  // namespace luft::ml

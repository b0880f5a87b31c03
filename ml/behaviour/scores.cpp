#include "ml/behaviour/scores.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "rooms/chance.h"

namespace luft::ml {
namespace {

constexpr std::size_t kBins = 10;
constexpr double kLeastRows = 100;   // of a city, to judge by it alone
constexpr double kLeastOfEach = 10;  // open, and closed
constexpr double kLeastProbability = 1e-9;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::size_t city_count(std::span<const Judged> all) {
  std::size_t count = 0;
  for (const auto& row : all) count = std::max(count, row.city + 1);
  return count;
}

// Rows in order of probability: what every AUC needs, sorted once.
std::vector<Judged> in_order(std::span<const Judged> all) {
  std::vector<Judged> ordered(all.begin(), all.end());
  std::ranges::stable_sort(ordered, {}, &Judged::probability);
  return ordered;
}

// Of rows in order of probability, each counted weight(row) times.
template <typename Weight>
double ordered_auc(std::span<const Judged> ordered, const Weight& weight) {
  double closed_below = 0;
  double open = 0;
  double won = 0;
  for (std::size_t i = 0; i < ordered.size();) {
    double open_tied = 0;
    double closed_tied = 0;
    for (const double tie = ordered[i].probability;
         i < ordered.size() && ordered[i].probability == tie; ++i) {
      (ordered[i].open ? open_tied : closed_tied) += weight(ordered[i]);
    }
    won += open_tied * (closed_below + 0.5 * closed_tied);
    closed_below += closed_tied;
    open += open_tied;
  }
  return open > 0 && closed_below > 0 ? won / (open * closed_below) : kNone;
}

// A city's own AUC does not change with how often the city is counted.
struct City {
  double rows = 0;
  double open = 0;
  double auc = kNone;

  [[nodiscard]] bool can_tell() const {
    return rows >= kLeastRows && std::min(open, rows - open) >= kLeastOfEach;
  }
};

std::vector<City> cities_of(std::span<const Judged> ordered) {
  std::vector<City> cities(city_count(ordered));
  std::vector<std::vector<Judged>> rows(cities.size());
  for (const auto& row : ordered) rows[row.city].push_back(row);
  for (std::size_t i = 0; i < cities.size(); ++i) {
    cities[i] = {.rows = static_cast<double>(rows[i].size()),
                 .open = static_cast<double>(std::ranges::count(rows[i], true, &Judged::open)),
                 .auc = ordered_auc(rows[i], [](const Judged&) { return 1.0; })};
  }
  if (std::ranges::none_of(cities, &City::can_tell)) return cities;
  for (City& city : cities) {
    if (!city.can_tell()) city.auc = kNone;
  }
  return cities;
}

double within_city_auc(std::span<const City> cities, std::span<const double> times) {
  double sum = 0;
  double weight = 0;
  for (std::size_t i = 0; i < cities.size(); ++i) {
    if (std::isnan(cities[i].auc)) continue;
    sum += times[i] * cities[i].auc;
    weight += times[i];
  }
  return weight > 0 ? sum / weight : kNone;
}

Scores score_ordered(std::span<const Judged> ordered, std::span<const City> cities,
                     std::span<const double> times) {
  Scores scores;
  std::array<double, kBins> said{};
  std::array<double, kBins> happened{};
  double rows = 0;
  for (const auto& row : ordered) {
    const double weight = times[row.city];
    const double truth = row.open ? 1 : 0;
    const double missed = row.probability - truth;
    const auto bin = std::min(kBins - 1, static_cast<std::size_t>(row.probability * kBins));
    rows += weight;
    scores.brier += weight * missed * missed;
    scores.log_loss -= weight * std::log(std::max(kLeastProbability, 1 - std::abs(missed)));
    said[bin] += weight * row.probability;
    happened[bin] += weight * truth;
  }
  scores.brier /= rows;
  scores.log_loss /= rows;
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    scores.ece += std::abs(said[bin] - happened[bin]) / rows;
  }
  scores.auc = ordered_auc(ordered, [times](const Judged& row) { return times[row.city]; });
  scores.within_city_auc = within_city_auc(cities, times);
  return scores;
}

// The central 95 % of `values`, leaving out what could not be told.
std::pair<double, double> central(std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.empty()) return {kNone, kNone};
  std::ranges::sort(values);
  const auto at = [&values](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {at(0.025), at(0.975)};
}

}  // namespace

Scores score(std::span<const Judged> all) {
  return score(all, std::vector<double>(city_count(all), 1.0));
}

Scores score(std::span<const Judged> all, std::span<const double> times) {
  assert(!all.empty() && times.size() >= city_count(all));
  const auto ordered = in_order(all);
  return score_ordered(ordered, cities_of(ordered), times);
}

ScoreIntervals bootstrap(std::span<const Judged> all, std::uint64_t seed, std::size_t resamples) {
  assert(!all.empty() && resamples > 0);
  const auto ordered = in_order(all);
  const auto cities = cities_of(ordered);
  std::vector<std::size_t> present;
  for (std::size_t i = 0; i < cities.size(); ++i) {
    if (cities[i].rows > 0) present.push_back(i);
  }
  rooms::Chance chance(rooms::mix(seed ^ 0x626f6f74ULL));
  std::vector<Scores> drawn(resamples);
  std::vector<double> times(cities.size());
  for (auto& scores : drawn) {
    std::ranges::fill(times, 0.0);
    for (std::size_t i = 0; i < present.size(); ++i) {
      times[present[static_cast<std::size_t>(
          chance.between(0, static_cast<double>(present.size())))]] += 1;
    }
    scores = score_ordered(ordered, cities, times);
  }
  ScoreIntervals intervals;
  for (const auto member :
       {&Scores::auc, &Scores::within_city_auc, &Scores::log_loss, &Scores::brier, &Scores::ece}) {
    std::vector<double> values;
    values.reserve(drawn.size());
    for (const auto& scores : drawn) values.push_back(scores.*member);
    std::tie(intervals.low.*member, intervals.high.*member) = central(std::move(values));
  }
  return intervals;
}

}  // namespace luft::ml

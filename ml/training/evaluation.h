// The judge: closed-loop cost in homes never trained on, how much of what the best rule leaves the
// model wins, and whether its confidence means what it says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ml/model/model.h"
#include "ml/training/honesty.h"
#include "ml/training/kit.h"
#include "rooms/comfort.h"
#include "rooms/weather.h"

namespace luft::ml {

inline constexpr std::size_t kSeasonCount = 4;

// A year of weather, from a file.
struct Place {
  std::string name;
  rooms::Weather weather;
};

// In which climates and seasons a home is lived in.
enum class Settings : std::uint8_t {
  one_each,  // homes are spread evenly over them
  all,       // each home in all sixteen
};

struct EvaluationOptions {
  std::size_t homes = 40;
  std::size_t days = 7;  // in each setting
  Settings settings = Settings::one_each;
  std::uint64_t seed = 0;
  KitKind kit = KitKind::outdoors;
  Taste taste{};
  double temp_bias_k = 0;     // on top of the sensors' usual errors: how the model bears a shift
  double sound_noise_db = 0;  // standard deviation
  // In whose weather homes stand; none: in the climates that rooms are made up in.
  std::vector<Place> places{};
  std::optional<std::size_t> climate{};  // in this one alone, of either
  std::size_t threads = 1;
  std::size_t judged_every = 4;  // decisions that the teacher is asked about: it takes most time
};

// Cost per day; intervals of 95 % over homes by bootstrap.
struct PolicyFigures {
  std::string name;
  rooms::CostTerms terms;
  double total = 0;
  double low = 0;
  double high = 0;
  double worst = 0;  // mean of the worst twentieth of all home-weeks
  double travel_pct_per_day = 0;
};

// Share of the gap between the best rule and the teacher that the model closes.
struct GapFigures {
  std::string rule;  // the best one in these homes
  double closed = 0;
  double low = 0;
  double high = 0;
};

struct ClimateFigures {
  std::string name;
  double gap_closed = 0;
  HonestyFigures honesty;
};

struct Evaluation {
  std::vector<PolicyFigures> policies;  // the rules, the model, the teacher
  GapFigures gap;
  HonestyFigures honesty;
  std::vector<ClimateFigures> climates;  // that homes were lived in
  std::array<HonestyFigures, kSeasonCount> honesty_in_season;
  std::vector<double> coverage_of_homes;  // ascending

  [[nodiscard]] const PolicyFigures& of(std::string_view name) const;
};

// The names of the climates or places that these options may have homes in.
[[nodiscard]] std::vector<std::string> climate_names(const EvaluationOptions& options);

// Deterministic by options, however many threads.
[[nodiscard]] Evaluation evaluate(const Model& model, const EvaluationOptions& options);

}  // namespace luft::ml

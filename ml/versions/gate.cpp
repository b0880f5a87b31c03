#include "ml/versions/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "ml/model/artifact.h"
#include "ml/predictor.h"

namespace luft::ml {
namespace {

using std::chrono::steady_clock;

// All that a request may hold at its ends and in the middle, known and unknown.
std::vector<contract::InferenceRequest> wide_requests() {
  std::vector<contract::InferenceRequest> requests;
  for (const double temp_c : {-40.0, 5.0, 18.0, 24.0, 32.0, 85.0}) {
    for (const double humidity_pct : {0.0, 50.0, 100.0}) {
      contract::InferenceRequest request;
      request.temp_c = temp_c;
      request.humidity_pct = humidity_pct;
      requests.push_back(request);
      request.volume_dba = humidity_pct;
      request.position_pct = humidity_pct;
      request.time_ms = 1'700'000'000'000;
      request.outdoor_temp_c = temp_c - 5;
      request.outdoor_humidity_pct = 100 - humidity_pct;
      request.co2_ppm = 20 * humidity_pct;
      request.rain_mm_per_h = humidity_pct / 10;
      request.wind_speed_m_s = humidity_pct / 5;
      request.temp_trend_c_per_h = temp_c / 10;
      request.humidity_trend_pct_per_h = humidity_pct - 50;
      requests.push_back(request);
    }
  }
  return requests;
}

bool is_within(double value, double low, double high) {
  return value >= low && value <= high;  // NaN is not
}

bool is_decision(const contract::WindowControl& control) {
  return is_within(control.position_pct, 0, 100) && is_within(control.confidence, 0, 1) &&
         is_within(control.low_pct.value_or(0), 0, control.position_pct) &&
         is_within(control.high_pct.value_or(100), control.position_pct, 100);
}

}  // namespace

std::expected<void, std::string> check_model(const Model& model) {
  Predictor predictor(model);
  auto fastest = steady_clock::duration::max();
  for (const auto& request : wide_requests()) {
    const auto start = steady_clock::now();
    const auto controls = predictor.control({&request, 1}, "check");
    fastest = std::min(fastest, steady_clock::now() - start);
    if (!is_decision(controls.front())) {
      return std::unexpected(fmt::format(
          "at {} °C and {} % it decides {} with confidence {}", request.temp_c,
          request.humidity_pct, controls.front().position_pct, controls.front().confidence));
    }
  }
  if (fastest > kSlowestDecision) {
    return std::unexpected(
        fmt::format("a decision takes {} ms at best",
                    std::chrono::duration_cast<std::chrono::milliseconds>(fastest).count()));
  }
  return {};
}

std::expected<Model, std::string> load_checked_model(const std::string& folder) {
  auto model = load_model(folder);
  if (!model) return model;
  if (const auto checked = check_model(*model); !checked) {
    return std::unexpected(folder + ": " + checked.error());
  }
  return model;
}

}  // namespace luft::ml

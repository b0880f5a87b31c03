// JSON out and in. Reading leans on the library's checked accessors: a member that is missing or of
// another type ends the reading with the library's message, which names it.
#include "ml/model/metadata.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "contract/limits.h"
#include "runtime/shallow_json.h"
#include "runtime/whole_number.h"

namespace luft::ml {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int kFormat = 2;
constexpr std::array<const char*, kCalibrationGroupCount> kGroupNames{
    "indoors_only", "outdoors_too", "indoors_only_warm", "outdoors_too_warm"};

ordered_json golden_json(const GoldenPrediction& golden) {
  std::array<char, contract::kMaxMessageBytes> buffer{};
  const auto request = contract::write_inference_request(golden.request, buffer);
  return {{"request", ordered_json::parse(request)},
          {"choice", golden.output.choice},
          {"truths", golden.output.truths},
          {"likely", golden.output.likely},
          {"acceptable", golden.output.acceptable}};
}

template <std::size_t Count>
std::array<float, Count> read_logits(const json& golden, const char* name) {
  const auto logits = golden.at(name).get<std::array<float, Count>>();
  // Beyond what a float holds, a number is read as infinite.
  if (!std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); })) {
    throw json::other_error::create(608, "golden: a number that is not finite", &golden);
  }
  return logits;
}

GoldenPrediction read_golden(const json& golden) {
  const auto request = contract::parse_inference_request(golden.at("request").dump());
  if (!request) {
    throw json::other_error::create(600, "golden request is not a request", &golden);
  }
  const auto choice = golden.at("choice").get<float>();
  if (!std::isfinite(choice)) {
    throw json::other_error::create(608, "golden: a number that is not finite", &golden);
  }
  return {*request,
          {choice, read_logits<kTruthCount>(golden, "truths"),
           read_logits<kPositionCount>(golden, "likely"),
           read_logits<kPositionCount>(golden, "acceptable")}};
}

void read_features(const json& features, Normalisation& normalisation) {
  const auto names = feature_names();
  if (features.size() != names.size()) {
    throw json::other_error::create(601, "features: another number than this schema's", &features);
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& feature = features.at(i);
    normalisation.mean[i] = feature.at("mean").get<float>();
    normalisation.deviation[i] = feature.at("deviation").get<float>();
    if (feature.at("name") != names[i] || !std::isfinite(normalisation.mean[i]) ||
        !std::isfinite(normalisation.deviation[i]) || normalisation.deviation[i] <= 0) {
      throw json::other_error::create(602, "features: '" + std::string(names[i]) + "' is wrong",
                                      &feature);
    }
  }
}

bool is_probability(double value) {
  return value >= 0 && value <= 1;
}

// A model from before warm rooms were calibrated apart has the first two groups only.
void read_calibration(const json& calibration, Calibration& result) {
  for (std::size_t i = 0; i < kCalibrationGroupCount; ++i) {
    const auto cooler = static_cast<std::size_t>(not_warm(CalibrationGroup(i)));
    const auto& group =
        calibration.at(kGroupNames[calibration.contains(kGroupNames[i]) ? i : cooler]);
    auto& [confidence, mass] = result.groups[i];
    confidence.raw = group.at("raw").get<std::vector<double>>();
    confidence.calibrated = group.at("calibrated").get<std::vector<double>>();
    mass = group.at("interval_mass").get<double>();
    const bool fits =
        confidence.raw.size() == confidence.calibrated.size() &&
        std::ranges::is_sorted(confidence.raw) && std::ranges::is_sorted(confidence.calibrated) &&
        std::ranges::all_of(confidence.raw, is_probability) &&
        std::ranges::all_of(confidence.calibrated, is_probability) && is_probability(mass);
    if (!fits) {
      throw json::other_error::create(603, "calibration: not a monotone table", &group);
    }
  }
}

Metadata read(const json& text) {
  if (text.at("format") != kFormat) {
    throw json::other_error::create(604, "format: this program reads format 2", &text);
  }
  if (text.at("feature_schema") != kFeatureSchema) {
    throw json::other_error::create(
        605,
        "feature_schema: trained on '" + text.at("feature_schema").get<std::string>() +
            "', this program computes '" + std::string(kFeatureSchema) + "'; train it again",
        &text);
  }
  if (text.at("positions_pct") != kPositionsPct) {
    throw json::other_error::create(606, "positions_pct: not those of this program", &text);
  }
  Metadata metadata;
  Model& model = metadata.model;
  model.version = text.at("version").get<std::string>();
  model.seed = runtime::whole_number<std::uint64_t>(text.at("seed"));
  model.data_fingerprint = text.at("data_fingerprint").get<std::string>();
  model.metrics = text.at("metrics").get<std::map<std::string, double>>();
  read_features(text.at("features"), model.normalisation);
  read_calibration(text.at("calibration"), model.calibration);
  for (const auto& golden : text.at("golden")) model.golden.push_back(read_golden(golden));
  if (model.golden.empty()) throw json::other_error::create(607, "golden: none", &text);
  metadata.weights_sha256 = text.at("weights_sha256").get<std::string>();
  return metadata;
}

}  // namespace

std::string write_metadata(const Model& model, std::string_view weights_sha256) {
  ordered_json text{{"format", kFormat},
                    {"version", model.version},
                    {"feature_schema", kFeatureSchema},
                    {"positions_pct", kPositionsPct},
                    {"weights_sha256", weights_sha256},
                    {"seed", model.seed},
                    {"data_fingerprint", model.data_fingerprint},
                    {"metrics", model.metrics}};
  const auto names = feature_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    text["features"].push_back({{"name", names[i]},
                                {"mean", model.normalisation.mean[i]},
                                {"deviation", model.normalisation.deviation[i]}});
  }
  for (std::size_t i = 0; i < kCalibrationGroupCount; ++i) {
    const auto& [confidence, mass] = model.calibration.groups[i];
    text["calibration"][kGroupNames[i]] = {
        {"raw", confidence.raw}, {"calibrated", confidence.calibrated}, {"interval_mass", mass}};
  }
  text["golden"] = ordered_json::array();
  for (const auto& golden : model.golden) text["golden"].push_back(golden_json(golden));
  return text.dump(1) + "\n";
}

std::expected<Metadata, std::string> read_metadata(std::string_view text) {
  try {
    const json parsed = runtime::parse_shallow_json(text);
    if (parsed.is_discarded()) return std::unexpected("not JSON, or nested too deep");
    return read(parsed);
  } catch (const json::exception& error) {
    return std::unexpected(error.what());
  }
}

std::string summary(const Model& model) {
  return ordered_json{{"version", model.version},
                      {"feature_schema", kFeatureSchema},
                      {"seed", model.seed},
                      {"metrics", model.metrics}}
      .dump();
}

}  // namespace luft::ml

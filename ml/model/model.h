// A trained model, whole: what the predictor runs and what an artifact keeps.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "contract/inference.h"
#include "ml/features.h"
#include "ml/model/calibration.h"
#include "ml/model/net.h"
#include "ml/model/weights.h"

namespace luft::ml {

// A request and what the net said of it when it was made: checked whenever the model is loaded.
struct GoldenPrediction {
  contract::InferenceRequest request;
  NetOutput output;
};

struct Model {
  std::string version;  // semantic: "0.1.0"
  Weights weights;
  Normalisation normalisation;
  Calibration calibration;
  std::uint64_t seed = 0;
  std::string data_fingerprint;           // SHA-256 over the training examples
  std::map<std::string, double> metrics;  // measured on homes never trained on
  std::vector<GoldenPrediction> golden;
};

}  // namespace luft::ml

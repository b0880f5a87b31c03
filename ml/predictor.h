// From requests to decisions: features, net, calibration, and a short true reason.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "contract/control.h"
#include "contract/inference.h"
#include "ml/learning/taste.h"
#include "ml/model/model.h"
#include "ml/model/net.h"

namespace luft::ml {

struct Decision {
  double position_pct = 0;
  double confidence = 0;  // probability that no other position would be noticeably better
  double low_pct = 0;     // with `high_pct`: the calibrated 90 % interval of the teacher's position
  double high_pct = 0;
};

// Which part of the input a decision hangs on most.
enum class Cause : std::uint8_t {
  temperature,
  humidity,
  sound,
  outdoors,
  rain,
  air,
  time,
  position,
};
inline constexpr std::size_t kCauseCount = 8;

// One thread at a time.
class Predictor {
 public:
  explicit Predictor(const Model& model,  // whose weights check_weights() accepts
                     std::size_t threads = 1);

  // Decides for all requests at once: one inference.
  [[nodiscard]] std::vector<Decision> decide(std::span<const contract::InferenceRequest> requests);
  [[nodiscard]] Decision decide(const contract::InferenceRequest& request);

  // As decide(), with the reason of each, ready to be published: request_id and as_of echoed,
  // `model_name` named. `tastes`: none, or for each request its room's taste or null.
  [[nodiscard]] std::vector<contract::WindowControl> control(
      std::span<const contract::InferenceRequest> requests, std::string_view model_name,
      std::span<const Taste* const> tastes = {});

  // What the net itself said, before calibration: for fitting the calibration.
  [[nodiscard]] NetOutput raw(const contract::InferenceRequest& request);

 private:
  [[nodiscard]] Decision decision(const contract::InferenceRequest& request,
                                  const NetOutput& output) const;

  Normalisation normalisation_;
  Calibration calibration_;
  Net net_;
  std::vector<NetInput> inputs_;  // kept from call to call for their memory
  std::vector<NetOutput> outputs_;
};

// Index of the position to take: the net's choice, within the comfort limits.
[[nodiscard]] std::size_t chosen_position(const contract::InferenceRequest& request,
                                          const NetOutput& output);

// The input with one part taken away: as if average, or missing where it may be missing.
[[nodiscard]] NetInput without(NetInput input, Cause cause);

// "24.1 °C inside, 15.0 °C outside; opens because it is warm": within kMaxReasonLength.
[[nodiscard]] std::string describe(const contract::InferenceRequest& request, const NetInput& input,
                                   Cause cause, double position_pct);

}  // namespace luft::ml

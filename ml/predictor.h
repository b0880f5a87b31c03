// From requests to decisions: features, memory, net, comfort limits, calibration, and a short true
// reason.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "contract/control.h"
#include "contract/inference.h"
#include "ml/memory.h"
#include "ml/model/model.h"
#include "ml/model/net.h"
#include "ml/taste.h"

namespace luft::ml {

struct Decision {
  double position_pct = 0;  // whole percent
  double confidence = 0;    // probability that no other position would be noticeably better
  double low_pct = 0;  // with `high_pct`: the calibrated 90 % interval of the teacher's position
  double high_pct = 0;
};

// One question: what is asked, for whom, and what is remembered of the room.
struct Question {
  contract::InferenceRequest request;
  Memory* memory = nullptr;  // brought forward by deciding; null: nothing is remembered
  std::int64_t now_ms = 0;   // Unix time; of no meaning without a memory
  Taste taste{};
};

// What a decision hangs on most: a part of the input, or that no part is enough.
enum class Cause : std::uint8_t {
  temperature,
  humidity,
  sound,
  outdoors,
  rain,
  air,
  time,
  position,
  taste,
  memory,
  doubt,    // not sure enough for a move that would be small
  nothing,  // all parts point the other way, and yet not far enough
  storm,    // which shuts windows whatever the net says
};
inline constexpr std::size_t kPartCount = 10;  // those before `doubt`

// One thread at a time.
class Predictor {
 public:
  explicit Predictor(const Model& model,  // whose weights check_weights() accepts
                     std::size_t threads = 1);

  // Decides all at once: one inference. No two questions share a memory.
  [[nodiscard]] std::vector<Decision> decide(std::span<const Question> questions);
  [[nodiscard]] Decision decide(const Question& question);
  // Without memory, for a usual household.
  [[nodiscard]] std::vector<Decision> decide(std::span<const contract::InferenceRequest> requests);
  [[nodiscard]] Decision decide(const contract::InferenceRequest& request);

  // As decide(), with the reason of each, ready to be published: request_id and as_of echoed,
  // `model_name` named. Good until the next call. Allocates nothing of ours once it has answered as
  // many.
  [[nodiscard]] std::span<const contract::WindowControl> control(
      std::span<const Question> questions, std::string_view model_name);
  [[nodiscard]] std::span<const contract::WindowControl> control(
      std::span<const contract::InferenceRequest> requests, std::string_view model_name);

  // How far the rooms of the last control() were from what the model was trained on.
  struct Strangeness {
    std::size_t unfamiliar = 0;  // rooms that are unlike anything it knows
    double deviations = 0;       // standard ones, of a known feature from its mean, on average
  };
  [[nodiscard]] Strangeness strangeness() const { return strangeness_; }

  // What the net itself said, before limits and calibration, with what it read: for training.
  struct Raw {
    NetInput input{};
    MemoryState memory{};  // after this input
    NetOutput output{};
  };
  [[nodiscard]] Raw raw(const Question& question);

 private:
  void infer(std::span<const Question> questions, std::size_t rows_each);

  Normalisation normalisation_;
  Calibration calibration_;
  Net net_;
  // Rows of the last inference, kept from call to call for their memory.
  std::vector<NetInput> inputs_;
  std::vector<MemoryState> memories_;
  std::vector<NetOutput> outputs_;
  std::vector<std::int64_t> due_;  // ticks, by question
  std::vector<contract::WindowControl> controls_;
  Strangeness strangeness_;
};

// The position to take: what the net wants, within the comfort limits, and no move that is not
// worth making: the less sure, the larger a move must be.
[[nodiscard]] double position_to_take(const Question& question, const NetOutput& output,
                                      double confidence);

// The net's probability that `position_pct` is nearly as good as the best: between the positions it
// judges, in between.
[[nodiscard]] double acceptable_probability(const NetOutput& output, double position_pct);

// The input with one part taken away: as if average, or missing where it may be missing.
[[nodiscard]] NetInput without(NetInput input, Cause which);

// "24.1 °C inside, 15.0 °C outside; opens because it is warm inside".
using Reason = contract::Text<contract::kMaxReasonLength>;
[[nodiscard]] Reason describe(const contract::InferenceRequest& request, const NetInput& input,
                              const NetOutput& output, Cause cause, double position_pct);

// Whether features lie far from all that the model was trained on: "unlike anything it knows" is
// then part of the reason, and the confidence is halved.
[[nodiscard]] bool is_unfamiliar(const NetInput& input);

}  // namespace luft::ml

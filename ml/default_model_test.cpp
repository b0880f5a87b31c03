// What must hold of the model that ships, whatever it was trained on: sensible everywhere, and
// better than a window that never moves in homes it has never seen.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "ml/model/artifact.h"
#include "ml/predictor.h"
#include "ml/training/evaluation.h"

namespace luft::ml {
namespace {

const Model& default_model() {
  static const Model kModel =
      load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value();
  return kModel;
}

// Every combination of time, humidity, sound, position and outdoor humidity, at 15 °C outdoors.
std::vector<contract::InferenceRequest> mild_days(double temp_c) {
  constexpr std::uint64_t kHour = 3'600'000;
  std::vector<std::optional<std::uint64_t>> times{std::nullopt};
  for (std::uint64_t month = 0; month < 12; month += 3) {
    for (std::uint64_t hour = 0; hour < 24; hour += 4)
      times.push_back((month * 730 + hour) * kHour);
  }
  std::vector<contract::InferenceRequest> requests;
  contract::InferenceRequest request;
  request.temp_c = temp_c;
  request.outdoor_temp_c = 15;
  for (const auto time_ms : times) {
    request.time_ms = time_ms;
    for (double humidity = 30; humidity <= 80; humidity += 10) {
      request.humidity_pct = humidity;
      for (const std::optional<double> volume : {std::optional<double>{}, {30.0}, {60.0}}) {
        request.volume_dba = volume;
        for (double position = -25; position <= 100; position += 25) {
          request.position_pct = position < 0 ? std::nullopt : std::optional(position);
          for (double outdoor_humidity = 20; outdoor_humidity <= 95; outdoor_humidity += 15) {
            request.outdoor_humidity_pct =
                outdoor_humidity < 35 ? std::nullopt : std::optional(outdoor_humidity);
            requests.push_back(request);
          }
        }
      }
    }
  }
  return requests;
}

TEST(DefaultModel, OpensAtLeastThirtyPointsFurtherAtThirtyDegreesThanAtEighteenEverywhere) {
  Predictor predictor(default_model());
  const auto requests = mild_days(18);
  const auto cool = predictor.decide(requests);
  const auto warm = predictor.decide(mild_days(30));
  ASSERT_EQ(cool.size(), 25U * 6 * 3 * 6 * 6);
  for (std::size_t i = 0; i < cool.size(); ++i) {
    const auto& request = requests[i];
    ASSERT_GE(warm[i].position_pct - cool[i].position_pct, 30)
        << request.humidity_pct << " %, sound " << request.volume_dba.value_or(-1) << ", position "
        << request.position_pct.value_or(-1) << ", outdoors "
        << request.outdoor_humidity_pct.value_or(-1) << " %, at " << request.time_ms.value_or(0);
  }
}

TEST(DefaultModel, NeverOpensACoolRoomWideToTheCold) {
  Predictor predictor(default_model());
  for (const auto& decision : predictor.decide(mild_days(18))) {
    ASSERT_LE(decision.position_pct, 10);
  }
}

// Homes that no model was trained, calibrated or measured on.
Evaluation judged_on(KitKind kit) {
  return evaluate(default_model(), {.homes = 16, .days = 2, .seed = 7, .kit = kit});
}

class DefaultModelKnowing : public ::testing::TestWithParam<KitKind> {};

TEST_P(DefaultModelKnowing, BeatsTheBestRule) {
  const Evaluation evaluation = judged_on(GetParam());
  const double cost = evaluation.of("model").total;
  EXPECT_LT(cost, 0.6 * evaluation.of("always closed").total);
  EXPECT_GT(evaluation.gap.closed, 0.2) << evaluation.gap.rule;  // few and short weeks
  EXPECT_LE(evaluation.honesty.reliability_error, 0.1);
  EXPECT_GE(evaluation.honesty.coverage, 0.8);
}

INSTANTIATE_TEST_SUITE_P(Kits, DefaultModelKnowing,
                         ::testing::Values(KitKind::three, KitKind::outdoors),
                         [](const auto& kind) {
                           return kind.param == KitKind::three ? "ThreeInputs" : "TheOutdoorsToo";
                         });

}  // namespace
}  // namespace luft::ml

// What the model that comes with Luft says, and in which form.
#include "ml/predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>
#include <string>

#include "ml/model/artifact.h"
#include "ml/request_intake.h"
#include "runtime/file.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

const Model& default_model() {
  static const Model kModel = [] {
    auto model = load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model");
    EXPECT_TRUE(model) << model.error();
    return std::move(*model);
  }();
  return kModel;
}

contract::InferenceRequest mild_day(double temp_c) {
  contract::InferenceRequest request;
  request.temp_c = temp_c;
  request.humidity_pct = 50;
  request.volume_dba = 40;
  request.outdoor_temp_c = 15;
  return request;
}

std::vector<fs::path> golden(const char* kind) {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(LUFT_SOURCE_DIR) / "contract/golden/inference_request" / kind;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().find(".canonical.") == std::string::npos) {
      files.push_back(entry.path());
    }
  }
  return files;
}

constexpr auto kTopic = "ml/inference/request/kitchen";

TEST(Predictor, UsesAsManyThreadsAsItIsToldAndOneUnlessTold) {
  const Predictor two(default_model(), 2);
  EXPECT_EQ(Net::threads_in_force(), 2U);
  const Predictor one(default_model());
  EXPECT_EQ(Net::threads_in_force(), 1U);
}

TEST(Predictor, AnswersEveryValidGoldenRequest) {
  Predictor predictor(default_model());
  ASSERT_FALSE(golden("valid").empty());
  for (const auto& file : golden("valid")) {
    const auto request = read_request(kTopic, runtime::read_file(file).value(), {});
    ASSERT_TRUE(request) << file;
    const auto control = predictor.control({&request->request, 1}, "luft-test").front();
    EXPECT_THAT(control.position_pct, AllOf(Ge(0), Le(100))) << file;
    EXPECT_THAT(control.confidence, AllOf(Ge(0), Le(1))) << file;
    EXPECT_THAT(control.low_pct.value(), AllOf(Ge(0), Le(control.position_pct))) << file;
    EXPECT_THAT(control.high_pct.value(), AllOf(Ge(control.position_pct), Le(100))) << file;
    EXPECT_EQ(control.request_id, request->request.request_id) << file;
    EXPECT_EQ(control.as_of, request->request.as_of) << file;
    EXPECT_EQ(control.model->view(), "luft-test") << file;
  }
}

TEST(RequestIntake, RefusesEveryInvalidGoldenRequestNamingItsField) {
  ASSERT_FALSE(golden("invalid").empty());
  for (const auto& file : golden("invalid")) {
    const auto request = read_request(kTopic, runtime::read_file(file).value(), {});
    ASSERT_FALSE(request) << file;
    const std::string name = file.stem().string();  // <kind>-<member>-<case>
    const auto member = name.substr(name.find('-') + 1);
    EXPECT_TRUE(name.starts_with(contract::name(request.error().kind))) << file;
    EXPECT_TRUE(member.starts_with(request.error().member.view())) << file;
  }
}

TEST(RequestIntake, TakesSoundInDecibelsAboveHearingAndRefusesFullScaleDecibels) {
  const auto with_volume = [](double volume) {
    return read_request(kTopic,
                        R"({"temp":21,"humidity":50,"volume":)" + std::to_string(volume) + "}", {});
  };
  EXPECT_TRUE(with_volume(0));
  EXPECT_TRUE(with_volume(140));
  const auto full_scale = with_volume(-23.5);  // dBFS: the unit that once silenced the loop
  ASSERT_FALSE(full_scale);
  EXPECT_EQ(full_scale.error().kind, contract::ParseErrorKind::out_of_range);
  EXPECT_EQ(full_scale.error().member.view(), "volume");
}

TEST(Predictor, OpensAtLeastThirtyPointsFurtherAtThirtyDegreesThanAtEighteen) {
  Predictor predictor(default_model());
  auto cool = mild_day(18);
  auto warm = mild_day(30);
  EXPECT_GE(predictor.decide(warm).position_pct - predictor.decide(cool).position_pct, 30);

  for (auto* request : {&cool, &warm}) {
    request->volume_dba.reset();
    request->time_ms = 14 * 3'600'000;
    request->position_pct = 10;
  }
  EXPECT_GE(predictor.decide(warm).position_pct - predictor.decide(cool).position_pct, 30);
}

TEST(Predictor, IsLessSureOfAHotRoomThatKnowsNothingOfOutdoors) {
  Predictor predictor(default_model());
  auto blind = mild_day(30);
  blind.outdoor_temp_c.reset();
  const auto width = [](const Decision& made) { return made.high_pct - made.low_pct; };
  EXPECT_GE(width(predictor.decide(blind)), width(predictor.decide(mild_day(18))));
}

TEST(Predictor, SaysTheSameInABatchAsAlone) {
  Predictor predictor(default_model());
  std::vector<contract::InferenceRequest> requests;
  for (int temp_c = 10; temp_c < 35; ++temp_c) requests.push_back(mild_day(temp_c));
  const auto together = predictor.control(requests, "m");
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto alone = predictor.decide(requests[i]);
    EXPECT_EQ(together[i].position_pct, alone.position_pct);
    EXPECT_NEAR(together[i].confidence, alone.confidence, 1e-4);
  }
}

std::string text(const Reason& reason) {
  return std::string(reason.view());
}

TEST(Reason, NamesTheTemperaturesAndWhatTheDecisionHangsOn) {
  Predictor predictor(default_model());
  const auto request = mild_day(31);
  const auto reason =
      std::string(predictor.control({&request, 1}, "m").front().reason.value().view());
  EXPECT_THAT(reason, HasSubstr("31.0 °C inside, 15.0 °C outside; "));
  EXPECT_THAT(reason, HasSubstr("because "));
}

// The opening's root without each part of what is known of a room, as the net alone says it.
std::array<double, kPartCount> roots_without(const Model& model, const NetInput& input,
                                             MemoryState memory) {
  Net net(model.weights);
  std::array<double, kPartCount> roots{};
  for (std::size_t part = 0; part < kPartCount; ++part) {
    const NetInput ablated = without(input, static_cast<Cause>(part));
    MemoryState kept = static_cast<Cause>(part) == Cause::memory ? MemoryState{} : memory;
    NetOutput output;
    net.infer({&ablated, 1}, {&kept, 1}, {&output, 1});
    roots[part] = std::sqrt(opening_of(output.choice));
  }
  return roots;
}

TEST(Reason, IsThePartWithoutWhichTheWindowWouldStandLeastFar) {
  const Model model = default_model();
  Predictor predictor(model);
  std::set<std::string> reasons;
  for (int temp_c = 16; temp_c < 30; ++temp_c) {
    auto request = mild_day(temp_c);
    request.position_pct.reset();  // else it might be doubt that holds it
    if (temp_c % 3 == 0) request.rain_mm_per_h = 5;
    if (temp_c % 4 == 0) request.humidity_pct = 85;
    const auto control = predictor.control({&request, 1}, "m").front();
    const auto raw = predictor.raw({.request = request});
    const double wanted_pct = 100 * opening_of(raw.output.choice);
    if (std::abs(wanted_pct - control.position_pct) > 2) continue;  // a limit of comfort speaks
    const auto roots = roots_without(model, raw.input, {});
    const bool is_far = control.position_pct > kPositionsPct[1] || control.position_pct >= 25;
    const auto part = is_far ? std::ranges::min_element(roots) : std::ranges::max_element(roots);
    const bool speaks = is_far ? *part < std::sqrt(opening_of(raw.output.choice))
                               : *part > std::sqrt(opening_of(raw.output.choice));
    const Cause cause = speaks ? static_cast<Cause>(part - roots.begin()) : Cause::nothing;
    EXPECT_EQ(control.reason->view(),
              describe(request, raw.input, raw.output, cause, control.position_pct).view());
    reasons.insert(std::string(control.reason->view().substr(control.reason->view().find(';'))));
  }
  EXPECT_GE(reasons.size(), 3U) << "else this says little";
}

TEST(Reason, CallsARoomLoudAndItsAirStaleFromWhereComfortDoes) {
  const auto said = [](double volume_dba, double co2_ppm, Cause cause) {
    auto request = mild_day(22);
    request.volume_dba = volume_dba;
    request.co2_ppm = co2_ppm;
    Predictor predictor(default_model());
    const auto raw = predictor.raw({.request = request});
    return text(describe(request, raw.input, raw.output, cause, 10));
  };
  EXPECT_THAT(said(34, 700, Cause::sound), HasSubstr("because it is quiet"));
  EXPECT_THAT(said(36, 700, Cause::sound), HasSubstr("because it is loud"));
  EXPECT_THAT(said(34, 900, Cause::air), HasSubstr("because the air is fresh"));
  EXPECT_THAT(said(34, 1'100, Cause::air), HasSubstr("because the air is stale"));
}

TEST(Reason, SaysWhenItIsDoubtThatHoldsTheWindow) {
  Predictor predictor(default_model());
  std::size_t held = 0;
  for (double temp_c = 16; temp_c < 30; temp_c += 0.25) {
    for (const double now_pct : {10.0, 25.0, 50.0}) {
      auto request = mild_day(temp_c);
      request.position_pct = now_pct;
      const auto control = predictor.control({&request, 1}, "m").front();
      const double wanted_pct = 100 * opening_of(predictor.raw({.request = request}).output.choice);
      const double airs_more = std::abs(std::sqrt(wanted_pct) - std::sqrt(now_pct));
      const bool is_held = control.position_pct == now_pct && airs_more > 1.6;
      const auto reason = std::string(control.reason->view());
      if (is_held) ++held;
      EXPECT_EQ(reason.find("not sure enough to move") != std::string::npos, is_held) << reason;
    }
  }
  EXPECT_GT(held, 3U);
}

TEST(Reason, SaysWhenItIsOnlyThePeopleWhoWantItWider) {
  Predictor predictor(default_model());
  const auto request = mild_day(20);
  const Question usual{.request = request};
  const Question liked{.request = request, .taste = {.wider = 2}};
  const auto before = predictor.control({&usual, 1}, "m").front();
  const auto after = predictor.control({&liked, 1}, "m").front();
  ASSERT_GT(after.position_pct, before.position_pct + 10);
  EXPECT_THAT(std::string(after.reason->view()), HasSubstr("people here like it so"));
}

TEST(Reason, SaysThatItIsRainOrAStormThatShuts) {
  Predictor predictor(default_model());
  auto request = mild_day(31);
  request.position_pct = 50;
  request.rain_mm_per_h = 4;
  const auto rain = predictor.control({&request, 1}, "m").front();
  EXPECT_EQ(rain.position_pct, 0);
  EXPECT_THAT(text(*rain.reason), HasSubstr("closes because it rains"));
  request.rain_mm_per_h = 0;
  request.wind_speed_m_s = 22;
  const auto storm = predictor.control({&request, 1}, "m").front();
  EXPECT_EQ(storm.position_pct, 0);
  EXPECT_THAT(text(*storm.reason), HasSubstr("closes because there is a storm"));
}

TEST(Reason, TakesAwayOneCauseAndNothingElse) {
  NetInput input{};
  input.fill(0.5F);
  const NetInput quiet = without(input, Cause::sound);
  EXPECT_EQ(quiet[static_cast<std::size_t>(Feature::volume_dba)], 0);
  EXPECT_EQ(quiet[kFeatureCount + static_cast<std::size_t>(Source::volume)], 1);
  EXPECT_EQ(std::ranges::count(quiet, 0.5F), static_cast<long>(kInputCount) - 2);
}

TEST(Reason, SaysTrulyHowTheWindowStandsAlready) {
  const auto said = [](double position_pct) {
    auto request = mild_day(20);
    request.position_pct = position_pct;
    return std::string(describe(request, {}, {}, Cause::position, position_pct).view());
  };
  EXPECT_THAT(said(0), HasSubstr("closed already"));
  EXPECT_THAT(said(10), HasSubstr("ajar already"));
  EXPECT_THAT(said(80), HasSubstr("open already"));
}

TEST(Reason, TellsWhatTheModelRemembers) {
  NetOutput output;
  output.truths[static_cast<std::size_t>(Truth::co2)] = 1.5F;
  EXPECT_THAT(text(describe(mild_day(20), {}, output, Cause::memory, 10)),
              HasSubstr("the air has probably grown stale (about 1750 ppm)"));
  output.truths = {};
  output.truths[static_cast<std::size_t>(Truth::asleep)] = 2;
  output.truths[static_cast<std::size_t>(Truth::co2)] = -1;
  EXPECT_THAT(text(describe(mild_day(20), {}, output, Cause::memory, 10)),
              HasSubstr("somebody is probably asleep"));
}

TEST(Reason, SaysWhenASituationIsUnlikeAllThatTheModelKnows) {
  auto furnace = mild_day(70);
  furnace.outdoor_temp_c = -40;
  Predictor predictor(default_model());
  const auto control = predictor.control({&furnace, 1}, "m").front();
  EXPECT_THAT(std::string(control.reason->view()), HasSubstr("unlike what the model knows"));
  EXPECT_LE(control.confidence, 0.5);
}

TEST(Reason, KnowsAStaleBedroomInTheMorningWhereFreshAirIsLiked) {
  auto bedroom = mild_day(21);
  bedroom.humidity_pct = 68;
  bedroom.outdoor_temp_c = 0;
  bedroom.co2_ppm = 2'200;
  const Question question{.request = bedroom, .taste = {.fresh = 2}};
  Predictor predictor(default_model());
  const auto control = predictor.control({&question, 1}, "m").front();
  EXPECT_THAT(std::string(control.reason->view()), Not(HasSubstr("unlike")));
}

TEST(Predictor, RemembersARoomFromQuarterToQuarterAndNotInBetween) {
  Predictor predictor(default_model());
  Memory memory;
  Question question{.request = mild_day(22), .memory = &memory, .now_ms = 1'800'000'000'000};
  static_cast<void>(predictor.decide(question));
  const Memory first = memory;
  EXPECT_EQ(first.updated_ms, question.now_ms);
  question.now_ms += 5 * 60'000;
  static_cast<void>(predictor.decide(question));
  EXPECT_EQ(memory, first);
  question.now_ms += 10 * 60'000;
  static_cast<void>(predictor.decide(question));
  EXPECT_EQ(memory.updated_ms, question.now_ms);
  EXPECT_NE(memory.state, first.state);
}

TEST(PositionToTake, StaysWhereItIsForAMoveThatIsNotWorthIt) {
  auto request = mild_day(22);
  request.position_pct = 7;
  NetOutput output;
  output.choice = static_cast<float>(std::log(0.45 / 0.55));  // 20 %
  EXPECT_EQ(position_to_take({.request = request}, output, 0.5), 7);
  EXPECT_EQ(position_to_take({.request = request}, output, 1), 20);
  output.choice = -9;  // shut
  EXPECT_EQ(position_to_take({.request = request}, output, 0.5), 0);
  request.position_pct = 60;
  output.choice = static_cast<float>(std::log(0.83 / 0.17));  // 69 %, which airs hardly better
  EXPECT_EQ(position_to_take({.request = request}, output, 1), 60);
}

}  // namespace
}  // namespace luft::ml

// Each goal is missed by what is just beyond it, and said so.
#include "ml/training/verdicts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ml/training/evaluation_report.h"

namespace luft::ml {
namespace {

using ::testing::HasSubstr;

// A model that reaches every goal with outdoor values, just so.
Evaluation just_good_enough() {
  Evaluation evaluation;
  const rooms::CostTerms rule{.temperature = 2, .air = 1, .noise = 1};
  const rooms::CostTerms model{.temperature = 1, .air = 0.5, .noise = 1.1, .rain = 0.02};
  evaluation.policies = {
      {.name = "rule", .terms = rule, .total = 4, .worst = 20, .travel_pct_per_day = 300},
      {.name = "model", .terms = model, .total = 2.62, .worst = 20, .travel_pct_per_day = 200},
      {.name = "teacher", .terms = {}, .total = 1}};
  evaluation.gap = {.rule = "rule", .closed = 0.4501, .low = 0.3001, .high = 0.6};
  evaluation.honesty = {
      .decisions = 100, .reliability_error = 0.05, .coverage = 0.8801, .mean_width_pct = 30};
  evaluation.climates = {{.name = "maritime", .gap_closed = 0.5, .honesty = evaluation.honesty}};
  evaluation.climates[0].honesty.coverage = 0.8201;
  evaluation.coverage_of_homes = {0.8, 0.9};
  return evaluation;
}

std::vector<std::string> missed(const Evaluation& evaluation, const EvaluationOptions& options) {
  std::vector<std::string> names;
  for (const auto& verdict : verdicts_on(evaluation, options)) {
    if (!holds(verdict)) names.push_back(verdict.name);
  }
  return names;
}

TEST(Verdicts, HoldWhereEachGoalIsJustReached) {
  EXPECT_THAT(missed(just_good_enough(), {}), ::testing::IsEmpty());
}

TEST(Verdicts, NameEachGoalThatIsJustMissed) {
  const auto missed_after = [](auto&& change) {
    Evaluation evaluation = just_good_enough();
    change(evaluation);
    const auto names = missed(evaluation, {});
    return names.size() == 1 ? names.front() : "not one";
  };
  EXPECT_EQ(missed_after([](Evaluation& e) { e.gap.closed = 0.449; }), "gap closed");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.gap.low = 0.299; }), "gap closed, lower bound");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.policies[1].terms.noise = 1.14; }),
            "worst term against the rule: noise");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.policies[1].terms.rain = 0.04; }),
            "worst term against the rule: rain");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.policies[1].worst = 20.1; }),
            "worst twentieth of weeks");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.policies[1].travel_pct_per_day = 201; }),
            "motor travel");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.honesty.coverage = 0.87; }),
            "interval holds the teacher's position");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.honesty.coverage = 0.93; }),
            "interval holds the teacher's position");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.climates[0].honesty.coverage = 0.81; }),
            "the same, least in a climate");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.honesty.mean_width_pct = 30.1; }),
            "interval's mean width");
  EXPECT_EQ(missed_after([](Evaluation& e) { e.honesty.reliability_error = 0.051; }),
            "confidence's reliability error");
}

TEST(Verdicts, AskLessOfThreeInputsAndOfAShiftedRoom) {
  Evaluation evaluation = just_good_enough();
  evaluation.gap.closed = 0.41;
  evaluation.gap.low = 0.29;
  EXPECT_EQ(missed(evaluation, {}).size(), 2U);
  EXPECT_THAT(missed(evaluation, {.kit = KitKind::three}), ::testing::IsEmpty());
  evaluation.honesty.coverage = 0.83;
  EXPECT_EQ(missed(evaluation, {.kit = KitKind::three}).size(), 1U);
  EXPECT_THAT(missed(evaluation, {.kit = KitKind::three, .temp_bias_k = 1}), ::testing::IsEmpty());
}

TEST(Verdicts, AreToldToPeopleAndToPrograms) {
  Evaluation evaluation = just_good_enough();
  evaluation.gap.closed = 0.44;
  evaluation.gap.low = 0.25;
  const auto verdicts = verdicts_on(evaluation, {});
  EXPECT_THAT(evaluation_table(evaluation, verdicts),
              HasSubstr("44.00 [25.0, 60.0] %  goal at least 45.00"));
  EXPECT_THAT(evaluation_table(evaluation, verdicts), HasSubstr("missed"));
  EXPECT_THAT(evaluation_json(evaluation, verdicts),
              HasSubstr(R"({"name":"gap closed","value":44.0,"low":25.0,"high":60.0,"unit":"%",)"
                        R"("at_least":45.0,"holds":false})"));
}

TEST(LearningVerdicts, NameWhomLearningServesWorst) {
  LearningJudgement judgement{.people = {{.people = "quieter",
                                          .cases = 3,
                                          .twin_cost_per_day = 10,
                                          .learned_cost_per_day = 9},
                                         {.people = "more air", .cases = 0},
                                         {.people = "all",
                                          .cases = 3,
                                          .excess_gone = 0.5501,
                                          .twin_cost_per_day = 8,
                                          .learned_cost_per_day = 7}},
                              .at_random = {}};
  auto verdicts = verdicts_on(judgement);
  ASSERT_EQ(verdicts.size(), 2U);
  EXPECT_TRUE(holds(verdicts[0]) && holds(verdicts[1]));
  judgement.people[0].learned_cost_per_day = 10.1;
  judgement.people[2].excess_gone = 0.549;
  verdicts = verdicts_on(judgement);
  EXPECT_FALSE(holds(verdicts[0]) || holds(verdicts[1]));
  EXPECT_THAT(verdicts[1].name, HasSubstr("quieter"));
}

}  // namespace
}  // namespace luft::ml

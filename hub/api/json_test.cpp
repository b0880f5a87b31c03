#include "hub/api/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "hub/api/json_values.h"

namespace luft::hub::api {
namespace {

using testing::HasSubstr;

TEST(ExampleJson, SaysNothingOfInputsThatCannotBeRead) {
  store::WishRow row;
  for (const std::string& request : {std::string{}, std::string{"{\"temp\":"},
                                     std::string(50'000, '[') + std::string(50'000, ']')}) {
    row.request = request;
    EXPECT_THAT(example_json(row), HasSubstr(R"("inputs":null})"));
  }
  row.request = R"({"temp":21.5})";
  EXPECT_THAT(example_json(row), HasSubstr(R"("inputs":{"temp":21.5}})"));
}

TEST(DecisionJson, SaysNothingOfInputsWhereTheControlAnsweredNoRequest) {
  Decision decision;
  EXPECT_EQ(decision_value("kitchen", decision)["inputs"], nullptr);
  decision.temp_c = 24;
  decision.humidity_pct = 51;
  const Json inputs{{"temp", 24.0}, {"humidity", 51.0}, {"volume", nullptr}};
  EXPECT_EQ(decision_value("kitchen", decision)["inputs"], inputs);
}

TEST(ModelJson, TellsTheTastesOfTheGoldenExampleAndNothingThatIsNoTaste) {
  std::ifstream file(LUFT_SOURCE_DIR "/contract/golden/ml_model/valid/example.json");
  ModelNews news;
  news.in_force = std::string{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(
      model_json(news),
      HasSubstr(R"("tastes":[{"device":"bedroom","since_ms":1762905600000,"wishes":6,"quiet":0,)"
                R"("fresh":0,"warm":0,"thrift":0,"warmer_k":-0.8,"wider":0.6}])"));
  news.in_force = R"({"version":"1","tastes":[7,{"device":"attic"},{"device":"attic",)"
                  R"("since_ms":1,"warmer_k":"much","wishes":0}]})";
  EXPECT_THAT(model_json(news),
              HasSubstr(R"("tastes":[{"device":"attic","since_ms":1,"wishes":null,"quiet":0,)"
                        R"("fresh":0,"warm":0,"thrift":0,"warmer_k":0,"wider":0}])"));
}

}  // namespace
}  // namespace luft::hub::api

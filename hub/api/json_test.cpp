#include "hub/api/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace luft::hub::api

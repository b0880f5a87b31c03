#include "hub/api/openapi.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>

#include "runtime/file.h"

namespace luft::hub::api {
namespace {

TEST(OpenApi, KnowsTheParametersOfAnOperation) {
  for (const Operation& each : documented_operations()) {
    if (each.path != "/api/v1/decisions") continue;
    EXPECT_EQ(each.method, "GET");
    EXPECT_EQ(each.query, (std::vector<std::string>{"device", "limit", "before"}));
    return;
  }
  FAIL() << "GET /api/v1/decisions is not described";
}

TEST(OpenApi, KnowsTheMethodsOfAPath) {
  using Methods = std::vector<std::string>;
  EXPECT_EQ(methods_of("/api/v1/devices/kitchen/window"), Methods{"POST"});
  EXPECT_EQ(methods_of("/api/v1/devices/kitchen"), (Methods{"DELETE", "GET", "PATCH"}));
  EXPECT_EQ(methods_of("/readyz"), Methods{"GET"});
  for (const auto* other : {"", "/", "/api/v1/devices//window", "/api/v1/devices/kitchen/window/",
                            "/api/v1/devices/a/b/window", "/readyz2"}) {
    EXPECT_EQ(methods_of(other), Methods{}) << other;
  }
}

// What is added through Routes is described, or the hub does not start. So nothing may be added
// past it, but for the page's files.
TEST(OpenApi, DescribesEveryRouteThereIs) {
  const std::regex past{R"(server_?\.(Get|Post|Put|Patch|Delete)\()"};
  for (const auto& file : std::filesystem::directory_iterator{LUFT_SOURCE_DIR "/hub/api"}) {
    const std::string name = file.path().filename();
    if (!name.ends_with(".cpp") || name == "routes.cpp" || name == "page.cpp") continue;
    const std::string text = runtime::read_file(file.path()).value();
    EXPECT_FALSE(std::regex_search(text, past))
        << name << " adds a route to the server itself: add it to Routes, and to openapi.json";
  }
}

TEST(OpenApi, HoldsOnlyReferencesThatLeadSomewhere) {
  const auto document = nlohmann::json::parse(openapi_text());
  const auto flat = document.flatten();
  for (const auto& [where, value] : flat.items()) {
    if (!where.ends_with("/$ref")) continue;
    const std::string target = value.get<std::string>().substr(1);
    EXPECT_TRUE(document.contains(nlohmann::json::json_pointer{target})) << where << ": " << value;
  }
}

}  // namespace
}  // namespace luft::hub::api

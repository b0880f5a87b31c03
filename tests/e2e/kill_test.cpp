// kill -9 of each service during a demo: nothing is lost, nothing is stored twice, and the loop
// goes on by itself.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using nlohmann::json;
using std::chrono::seconds;

// The object that the demo printed as its last words.
json last_object(const std::string& said) {
  const auto begin = said.rfind("{\"rooms\"");
  if (begin == std::string::npos) return nullptr;
  return json::parse(said.substr(begin), nullptr, /*allow_exceptions=*/false);
}

class KillTest : public testing::TestWithParam<const char*> {};

TEST_P(KillTest, LosesNothingAndGoesOn) {
  Installation installation;
  // Without the model windows are moved by their own rule; after that it needs time to want another
  // position in each room, which the demo asks for.
  const std::string how_long = GetParam() == std::string{"ml"} ? "45s" : "25s";
  installation.start_luft({"demo", "--rooms", "3", "--for", how_long, "--json"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  const auto decisions = [&] {
    const auto answer = installation.get("/api/v1/decisions?device=kitchen&limit=1");
    if (!answer.is_object() || answer["decisions"].empty()) return std::int64_t{0};
    return answer["decisions"][0]["time_ms"].get<std::int64_t>();
  };
  ASSERT_TRUE(eventually(seconds(20), [&] { return decisions() > 0; })) << installation.said();

  ASSERT_TRUE(installation.kill(GetParam()));
  const auto before = decisions();
  EXPECT_TRUE(eventually(seconds(20), [&] { return decisions() > before; }))
      << "no decision after the kill\n"
      << installation.said();

  const auto ended = installation.started().wait_for(seconds(200));
  ASSERT_TRUE(ended) << "the demo did not end\n" << installation.said();
  EXPECT_TRUE(ended->success()) << ended->text() << "\n" << installation.said();
  const auto summary = last_object(installation.said());
  ASSERT_TRUE(summary.is_object()) << installation.said();
  EXPECT_EQ(summary["readings"]["stored"], summary["readings"]["sent"]);
  EXPECT_EQ(summary["lost"], 0);
  EXPECT_EQ(summary["duplicated"], 0);
}

INSTANTIATE_TEST_SUITE_P(EachService, KillTest,
                         testing::Values("hub", "ml", "broker", "clickhouse"),
                         [](const auto& service) { return std::string(service.param); });

}  // namespace
}  // namespace luft::tests

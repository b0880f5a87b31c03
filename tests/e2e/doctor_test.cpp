// The doctor finds a healthy Luft healthy, with a version of each part, and a dead part dead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using nlohmann::json;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::MatchesRegex;

json part_named(const json& said, const std::string& name) {
  for (const auto& part : said["parts"]) {
    if (part["part"] == name) return part;
  }
  return nullptr;
}

TEST(DoctorOfARunningLuft, FindsNothingAmissAndSaysEachVersion) {
  Installation installation;
  installation.start_luft({"up"});
  ASSERT_TRUE(installation.becomes_ready()) << installation.said();
  const auto doctor = installation.luft({"doctor", "--json"});
  const auto said = json::parse(doctor.out, nullptr, false);
  ASSERT_TRUE(said.is_object()) << doctor.out << doctor.err;
  EXPECT_TRUE(said["healthy"].get<bool>()) << doctor.out;
  for (const char* program :
       {"luft-hub", "luft-ml", "luft-clickhouse", "luft-device", "luft-replay", "luft-model"}) {
    EXPECT_THAT(part_named(said, program)["detail"].get<std::string>(),
                MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+ \\(.*\\)"))
        << program;
  }
  EXPECT_THAT(part_named(said, "embedded ClickHouse")["detail"].get<std::string>(),
              MatchesRegex("26\\..*libchdb.so\\)"));
  EXPECT_THAT(part_named(said, "page")["detail"].get<std::string>(), HasSubstr("0."));
  EXPECT_EQ(part_named(said, "ml")["detail"], "online");

  installation.started().terminate(std::chrono::seconds(10));
  EXPECT_TRUE(installation.luft({"doctor"}).status.success()) << "nothing runs, nothing is amiss";
}

TEST(DoctorOfATreeThatIsNotBuilt, SaysWhatIsMissingAndBuildsNothing) {
  namespace fs = std::filesystem;
  Installation installation;
  const fs::path source = LUFT_SOURCE_DIR;
  const fs::path tree = installation.file("tree");
  fs::create_directories(tree / "store/engine");
  fs::copy(source / "scripts", tree / "scripts", fs::copy_options::recursive);
  fs::copy(source / "luft", tree / "luft");
  fs::copy(source / "store/engine/package-lock.json", tree / "store/engine/package-lock.json");
  const auto doctor = installation.run({(tree / "luft").string(), "doctor"});
  EXPECT_EQ(doctor.status.code, 1) << doctor.out << doctor.err;
  for (const char* part : {"embedded ClickHouse", "page", "programs"}) {
    EXPECT_THAT(doctor.out, ContainsRegex(std::string("BAD  ") + part + " +missing")) << part;
  }
  EXPECT_THAT(doctor.out, HasSubstr("fix: ./luft setup"));
  EXPECT_FALSE(fs::exists(tree / "build"));
  EXPECT_FALSE(fs::exists(tree / ".deps"));
}

}  // namespace
}  // namespace luft::tests

// Real processes: started, started again when they die, ended in order.
#include "cli/supervisor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

Service shell(const std::string& name, int stage, const std::string& script) {
  return {{.name = name, .stop_stage = stage, .grace = milliseconds(300)},
          {.command = {"/bin/sh", "-c", script},
           .set_env = {},
           .output_file = {},
           .working_folder = {},
           .group = runtime::ProcessGroup::own}};
}

class SupervisorTest : public testing::Test {
 protected:
  void SetUp() override { folder_.create(); }

  pid_t pid_of(const std::string& service) {
    pid_t pid = 0;
    std::ifstream(folder_.pid_file(service)) >> pid;
    return pid;
  }

  // Lets the supervisor work until `reached` or 10 s are over.
  template <typename Condition>
  testing::AssertionResult until(Supervisor& supervisor, Condition reached) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < deadline) {
      if (const auto ok = supervisor.tick(); !ok) {
        return testing::AssertionFailure() << ok.error();
      }
      if (reached()) return testing::AssertionSuccess();
      supervisor.wait(-1, milliseconds(20));
    }
    return testing::AssertionFailure() << "not within 10 s";
  }

  runtime::testing::TempFolder made_;
  DataFolder folder_{made_.path()};
  std::vector<std::string> said_;
  Supervisor::Say say_ = [this](const std::string& line) { said_.push_back(line); };
};

TEST_F(SupervisorTest, StartsAgainWhatWasKilled) {
  Supervisor supervisor(folder_, {shell("hub", 0, "sleep 60")}, say_);
  ASSERT_TRUE(until(supervisor, [&] { return pid_of("hub") != 0; }));
  const pid_t first = pid_of("hub");
  kill(first, SIGKILL);
  ASSERT_TRUE(until(supervisor, [&] { return pid_of("hub") != 0 && pid_of("hub") != first; }));
  EXPECT_EQ(supervisor.restarts(), 1);
  EXPECT_THAT(said_.at(0), HasSubstr("hub ended (signal 9"));
}

TEST_F(SupervisorTest, EndsServicesInTheirStages) {
  const std::string ended = (folder_.root / "ended").string();
  const auto noting = [&](const char* name) {
    return "trap 'echo " + std::string(name) + " >>" + ended + "; exit' TERM; echo >" +
           (folder_.root / name).string() + "; while :; do sleep 0.02; done";
  };
  Supervisor supervisor(folder_,
                        {shell("broker", 1, noting("broker")), shell("ml", 0, noting("ml"))}, say_);
  ASSERT_TRUE(until(supervisor, [&] {
    return std::filesystem::exists(folder_.root / "broker") &&
           std::filesystem::exists(folder_.root / "ml");
  }));
  supervisor.stop();
  std::string first;
  std::string second;
  std::ifstream(ended) >> first >> second;
  EXPECT_EQ(first, "ml");
  EXPECT_EQ(second, "broker");
  EXPECT_FALSE(std::filesystem::exists(folder_.pid_file("broker")));
}

TEST_F(SupervisorTest, KillsWhatIgnoresBeingAsked) {
  const std::string up = (folder_.root / "up").string();
  Supervisor supervisor(
      folder_, {shell("hub", 0, "trap '' TERM; echo >" + up + "; while :; do sleep 0.02; done")},
      say_);
  ASSERT_TRUE(until(supervisor, [&] { return std::filesystem::exists(up); }));
  const auto asked = std::chrono::steady_clock::now();
  supervisor.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(5));
}

TEST_F(SupervisorTest, GivesUpOnAServiceWhoseSettingsAreWrong) {
  auto service = shell("hub", 0, "echo luft.yaml:3: no such key; exit 2");
  service.process.output_file = folder_.log_file("hub").string();
  Supervisor supervisor(folder_, {service}, say_);
  const auto result = until(supervisor, [] { return false; });
  EXPECT_THAT(result.message(), HasSubstr("hub refuses to start:\n  luft.yaml:3: no such key"));
}

TEST_F(SupervisorTest, LetsOneSupervisorHaveAFolder) {
  Supervisor first(folder_, {}, say_);
  ASSERT_TRUE(first.claim());
  Supervisor second(folder_, {}, say_);
  const auto refused = second.claim();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("another luft"));
}

}  // namespace
}  // namespace luft::cli

#include "runtime/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "runtime/testing/temp_folder.h"

namespace luft::runtime {
namespace {

using testing::TempFolder;

template <typename... Arguments>
std::expected<Program, int> start(const Arguments&... arguments) {
  const std::array<const char*, 1 + sizeof...(arguments)> argv{"luft-test", arguments...};
  return Program::start("test", static_cast<int>(argv.size()), argv.data());
}

TEST(Program, StartsFromTheSettingsFileItIsGiven) {
  const TempFolder folder;
  const std::string file = folder.write("luft.yaml", "http: {port: 9999}\nlog: {level: off}\n");
  std::jthread{[&file] {  // signals stay blocked in this thread
    const auto program = start("--config", file.c_str());
    ASSERT_TRUE(program);
    EXPECT_EQ(program->settings().http.port, 9999);
    EXPECT_FALSE(program->log().writes(LogLevel::error));
    EXPECT_FALSE(program->shutdown().requested());
  }};
}

TEST(Program, EndsWithTwoAndEveryProblemWhenTheSettingsAreWrong) {
  const TempFolder folder;
  const std::string file = folder.write("luft.yaml", "http: {port: 0}\nlog: {levle: off}\n");
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(start("--config", file.c_str()).error(), 2);
  const std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, ::testing::HasSubstr(file + ":1: http.port: \"0\" is not a whole number"));
  EXPECT_THAT(said, ::testing::HasSubstr(file + ":2: log.levle: no such setting; did you mean "
                                                "log.level?"));
}

TEST(Program, EndsWithTwoOnAnUnknownFlag) {
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(start("--confg").error(), 2);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr("--confg"));
}

TEST(Program, EndsWithZeroAfterItsHelp) {
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(start("--help").error(), 0);
  EXPECT_THAT(::testing::internal::GetCapturedStdout(), ::testing::HasSubstr("--config"));
}

}  // namespace
}  // namespace luft::runtime

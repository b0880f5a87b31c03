// What is typed is understood, or answered with what was probably meant.
#include "cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using testing::Contains;
using testing::HasSubstr;

struct Said {
  int code = 0;
  std::string out;
  std::string err;
};

Said type(const std::vector<std::string>& words) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Said said;
  said.code = run_command_line(words);
  std::fflush(stdout);
  said.out = testing::internal::GetCapturedStdout();
  said.err = testing::internal::GetCapturedStderr();
  return said;
}

TEST(CommandLine, KnowsThePromisedCommands) {
  for (const char* name :
       {"setup", "demo", "up", "test", "doctor", "replay", "verify", "devices", "bench", "help",
        "sql", "status", "model", "simulate", "backup", "restore"}) {
    EXPECT_THAT(command_names(), Contains(name));
  }
}

TEST(CommandLine, AnswersAnUnknownCommandWithTheNearest) {
  const auto said = type({"dmeo"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("no command \"dmeo\"; did you mean \"demo\"?"));
}

TEST(CommandLine, AnswersAnUnknownFlagWithTheNearest) {
  const auto said = type({"demo", "--room", "3"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("did you mean \"--rooms\"?"));
}

TEST(CommandLine, AnswersAnUnknownSubcommandWithTheNearest) {
  const auto said = type({"devices", "lst"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("did you mean \"list\"?"));
}

TEST(CommandLine, RefusesValuesThatCannotBe) {
  EXPECT_EQ(type({"demo", "--rooms", "0"}).code, 2);
  EXPECT_EQ(type({"demo", "--for", "soon"}).code, 2);
  EXPECT_EQ(type({"demo", "--for", "-5s"}).code, 2);
  EXPECT_EQ(type({"replay", "/no/such/file.csv", "--device", "x"}).code, 2);
  EXPECT_EQ(type({"test", "--sanitize", "everything"}).code, 2);
}

TEST(CommandLine, HelpsWithACommand) {
  const auto said = type({"help", "demo"});
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, HasSubstr("--rooms"));
  EXPECT_EQ(type({"help", "dmeo"}).code, 2);
  EXPECT_THAT(type({"help"}).out, HasSubstr("verify"));
}

TEST(CommandLine, AnswersAnUnknownTestGroupWithTheNearest) {
  const auto said = type({"test", "unitt"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("did you mean \"unit\"?"));
}

TEST(CommandLine, WithoutACommandSaysWhatThereIs) {
  const auto said = type({});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("./luft help"));
}

}  // namespace
}  // namespace luft::cli

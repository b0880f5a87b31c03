// Errors are counted wherever a service says them, and nothing else is.
#include "cli/logged_errors.h"

#include <gtest/gtest.h>

#include <fstream>

#include "runtime/testing/temp_folder.h"

namespace luft::cli {
namespace {

TEST(LoggedErrors, CountsErrorLinesOfAllServicesAndOfWhatWasSetAside) {
  const runtime::testing::TempFolder folder;
  std::ofstream(folder.file("hub.log"))
      << R"({"level":"info","service":"hub","message":"error","error":"none"})" << "\n"
      << R"({"level":"error","service":"hub","message":"the clock went back"})" << "\n";
  std::ofstream(folder.file("hub.log.1")) << R"({"level":"error","message":"older"})" << "\n";
  std::ofstream(folder.file("ml.log")) << R"({"level":"warn","message":"later"})" << "\n";
  std::ofstream(folder.file("broker.log")) << "1764000000: Error: address in use\n{\"level\":7}\n";
  std::ofstream(folder.file("notes.txt")) << R"({"level":"error"})" << "\n";
  EXPECT_EQ(logged_errors(folder.path()), 2);
}

TEST(LoggedErrors, AreNoneWhereNothingWasLogged) {
  EXPECT_EQ(logged_errors("/nonexistent"), 0);
}

}  // namespace
}  // namespace luft::cli

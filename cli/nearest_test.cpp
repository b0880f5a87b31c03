// What a typing mistake is taken for.
#include "cli/nearest.h"

#include <gtest/gtest.h>

#include <vector>

namespace luft::cli {
namespace {

const std::vector<std::string>& commands() {
  static const std::vector<std::string> all = {"demo", "up", "verify", "devices", "doctor"};
  return all;
}

TEST(Nearest, CountsASwapOfNeighboursAsOneEdit) {
  EXPECT_EQ(edit_distance("demo", "dmeo"), 1);
  EXPECT_EQ(edit_distance("demo", "demo"), 0);
  EXPECT_EQ(edit_distance("", "demo"), 4);
  EXPECT_EQ(edit_distance("verify", "very"), 2);
}

TEST(Nearest, SuggestsTheCommandThatWasMeant) {
  EXPECT_EQ(nearest("dmeo", commands()), "demo");
  EXPECT_EQ(nearest("verfiy", commands()), "verify");
  EXPECT_EQ(nearest("device", commands()), "devices");
}

TEST(Nearest, CompletesABeginning) {
  EXPECT_EQ(nearest("doc", commands()), "doctor");
}

TEST(Nearest, SuggestsNothingForSomethingElse) {
  EXPECT_EQ(nearest("xyzzy", commands()), std::nullopt);
  EXPECT_EQ(nearest("", commands()), std::nullopt);
}

}  // namespace
}  // namespace luft::cli

// docs/from-plan.md and docs/promises.md name code and tests that exist, and leave nothing out.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;

const SourceFile& document(std::string_view path) {
  static const SourceFile kMissing;
  const auto& sources = project_sources();
  const auto found = std::ranges::find(sources, path, &SourceFile::path);
  EXPECT_NE(found, sources.end()) << path << " is missing";
  return found == sources.end() ? kMissing : *found;
}

// "Suite.Name" of every TEST and TEST_F in the project.
const std::set<std::string>& test_names() {
  static const std::set<std::string> kNames = [] {
    const std::regex test(R"(^TEST(?:_F|_P)?\((\w+), (\w+)\))");
    std::set<std::string> names;
    for (const auto& file : project_sources()) {
      if (!file.has_extension("_test.cpp")) continue;
      for (const auto& line : file.lines) {
        std::smatch match;
        if (std::regex_search(line, match, test)) {
          names.insert(match[1].str() + "." + match[2].str());
        }
      }
    }
    return names;
  }();
  return kNames;
}

std::vector<std::string> quoted(const SourceFile& file) {
  const std::regex code("`([^`]+)`");
  std::vector<std::string> out;
  for (const auto& line : file.lines) {
    for (std::sregex_iterator it(line.begin(), line.end(), code), end; it != end; ++it) {
      out.push_back((*it)[1]);
    }
  }
  return out;
}

void expect_names_what_exists(const std::string& path) {
  const std::regex test_name(R"([A-Z]\w+\.[A-Z]\w+)");
  const std::regex file_name(R"([\w.-]+/[\w./-]*)");
  int names = 0;
  for (const auto& word : quoted(document(path))) {
    if (std::regex_match(word, test_name)) {
      EXPECT_TRUE(test_names().contains(word)) << path << ": there is no test " << word;
      ++names;
    } else if (std::regex_match(word, file_name) && !word.starts_with("./")) {
      EXPECT_TRUE(fs::exists(fs::path(LUFT_SOURCE_DIR) / word)) << path << ": no " << word;
    }
  }
  EXPECT_GT(names, 0) << path << " names no test";
}

TEST(FromPlan, HasARowForEveryItem) {
  const std::vector<std::pair<std::string, int>> parts = {
      {"I", 4},  {"B", 8},  {"2.", 6}, {"3.", 5}, {"4.", 5},
      {"5.", 6}, {"6.", 4}, {"7.", 4}, {"S", 7},  {"R", 7}};
  const SourceFile& table = document("docs/from-plan.md");
  for (const auto& [prefix, count] : parts) {
    for (int i = 1; i <= count; ++i) {
      const std::string row = "| " + prefix + std::to_string(i) + " |";
      EXPECT_TRUE(std::ranges::any_of(
          table.lines, [&](const std::string& line) { return line.starts_with(row); }))
          << "no row for " << prefix << i;
    }
  }
}

TEST(FromPlan, NamesCodeAndTestsThatExist) {
  expect_names_what_exists("docs/from-plan.md");
}

TEST(Promises, NameTestsThatExist) {
  expect_names_what_exists("docs/promises.md");
}

TEST(Promises, AreAllNine) {
  for (int i = 1; i <= 9; ++i) {
    const std::string heading = "## " + std::to_string(i) + ". ";
    EXPECT_TRUE(
        std::ranges::any_of(document("docs/promises.md").lines,
                            [&](const std::string& line) { return line.starts_with(heading); }))
        << "no promise " << i;
  }
}

}  // namespace
}  // namespace luft::tests

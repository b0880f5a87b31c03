// Names say what is inside, every file says what it is for, and none is forgotten by the build.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

std::set<std::string> words_of(std::string_view path) {
  std::set<std::string> words;
  std::string word;
  for (const char c : path) {
    if (c == '/' || c == '_' || c == '-' || c == '.') {
      words.insert(std::move(word));
      word.clear();
    } else {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  words.insert(word);
  return words;
}

bool mentions(const SourceFile& file, std::string_view text) {
  return std::ranges::any_of(
      file.lines, [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

TEST(Names, SayWhatIsInside) {
  for (const auto& file : project_sources()) {
    for (const auto& word : words_of(file.path)) {
      for (const std::string_view empty :
           {"util", "utils", "helper", "helpers", "manager", "common", "misc", "stuff"}) {
        EXPECT_NE(word, empty) << file.path << " could hold anything; name what it holds";
      }
    }
  }
}

bool exists(const std::string& path) {
  return std::ranges::binary_search(project_sources(), path, {}, &SourceFile::path);
}

// "contract/number.h" for number.cpp and number_test.cpp: its comment speaks for all three.
std::string header_of(const SourceFile& file) {
  std::string stem = file.path.substr(0, file.path.rfind('.'));
  if (stem.ends_with("_test")) stem.resize(stem.size() - 5);
  return stem + ".h";
}

TEST(Names, EveryFileOpensWithWhatItIsFor) {
  for (const auto& file : project_sources()) {
    if (!file.is_cpp() && !file.has_extension(".ts")) continue;
    ASSERT_FALSE(file.lines.empty()) << file.path << " is empty";
    const bool says = file.lines[0].starts_with("//") || file.lines[0].starts_with("/*");
    const bool header_says = file.has_extension(".cpp") && exists(header_of(file));
    EXPECT_TRUE(says || header_says) << file.path << " needs a sentence at its top";
  }
}

// Built by ESP-IDF, and by budget.py for an emulated chip.
bool is_built_for_a_chip(const SourceFile& file) {
  return file.is_below("firmware/esp32") || file.is_below("tests/firmware/rv32");
}

TEST(Names, HeadersAreGuarded) {
  for (const auto& file : project_sources()) {
    if (!file.has_extension(".h") || is_built_for_a_chip(file)) continue;
    EXPECT_TRUE(mentions(file, "#pragma once")) << file.path;
  }
}

TEST(Names, NoSourceIsForgottenByTheBuild) {
  std::map<std::string, const SourceFile*> lists;  // folder -> its CMakeLists.txt
  for (const auto& file : project_sources()) {
    if (file.name() == "CMakeLists.txt") lists[file.path.substr(0, file.path.rfind('/'))] = &file;
  }
  for (const auto& file : project_sources()) {
    if (!file.has_extension(".cpp") || is_built_for_a_chip(file)) continue;
    std::string folder = file.path.substr(0, file.path.rfind('/'));
    while (!lists.contains(folder) && folder.find('/') != std::string::npos) {
      folder.resize(folder.rfind('/'));
    }
    const bool built = lists.contains(folder) && mentions(*lists[folder], file.name());
    EXPECT_TRUE(built) << file.path << " is in no CMakeLists.txt";
  }
}

TEST(Names, TestsAreSentences) {
  for (const auto& file : project_sources()) {
    if (!file.has_extension("_test.cpp")) continue;
    for (const auto& line : file.lines) {
      if (!line.starts_with("TEST(") && !line.starts_with("TEST_F(")) continue;
      const auto comma = line.find(", ");
      if (comma == std::string::npos) continue;
      const std::string name = line.substr(comma + 2, line.find(')') - comma - 2);
      const auto capitals =
          std::ranges::count_if(name, [](unsigned char c) { return std::isupper(c) != 0; });
      EXPECT_GE(capitals, 2) << file.path << ": " << name << " is not a sentence";
    }
  }
}

}  // namespace
}  // namespace luft::tests

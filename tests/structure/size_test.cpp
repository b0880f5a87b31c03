// Files, functions and lines stay as short as CONTRIBUTING.md says.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>

#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

constexpr std::size_t kLongFile = 250;     // said, not failed
constexpr std::size_t kLongestFile = 400;  // lines
constexpr std::size_t kLongestFunction = 70;
constexpr std::size_t kLongestLine = 100;  // columns

bool is_code(const SourceFile& file) {
  return file.is_cpp() || file.has_extension(".ts") || file.has_extension(".css") ||
         file.has_extension(".sql") || file.has_extension(".sh") || file.has_extension(".cmake") ||
         file.name() == "CMakeLists.txt";
}

std::size_t columns(std::string_view line) {  // characters, not bytes
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
}

// A sentence or a drawn path that cannot be wrapped: TypeScript joins no neighbouring literals.
bool is_one_long_text(std::string_view line) {
  return line.find_first_of("\"`") != std::string_view::npos && columns(line) > kLongestLine &&
         (line.ends_with("\",") || line.ends_with("\";") || line.ends_with("`,"));
}

// Where a function's text begins: the last unindented line before its unindented "}"; clang-format
// sees to both. Types end the same way and are told apart by how they begin.
bool may_open_function(std::string_view line) {
  if (line.empty() || line.front() == ' ' || line.front() == '}' || line.front() == '#') {
    return false;
  }
  for (const std::string_view other : {"//", "namespace", "class ", "struct ", "enum ", "union "}) {
    if (line.starts_with(other)) return false;
  }
  return line.find('(') != std::string_view::npos;
}

TEST(Size, NoFileIsLongerThanAPersonReads) {
  for (const auto& file : project_sources()) {
    if (!is_code(file)) continue;
    EXPECT_LE(file.lines.size(), kLongestFile) << file.path << ": split it at its second reason";
    if (file.lines.size() > kLongFile && file.lines.size() <= kLongestFile) {
      std::cout << "long: " << file.path << " has " << file.lines.size() << " lines\n";
    }
  }
}

TEST(Size, NoFunctionIsLongerThanAScreen) {
  for (const auto& file : project_sources()) {
    if (!file.is_cpp() || file.path.find("_test.cpp") != std::string::npos) continue;
    std::size_t opened = 0;  // line number
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (may_open_function(file.lines[i])) opened = i + 1;
      if (file.lines[i] != "}" || opened == 0) continue;
      EXPECT_LE(i + 2 - opened, kLongestFunction) << file.path << ":" << opened;
      opened = 0;
    }
  }
}

TEST(Size, NoLineIsWiderThanAHundredColumns) {
  for (const auto& file : project_sources()) {
    if (!is_code(file)) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const bool is_address = file.lines[i].find("http") != std::string::npos;
      if (is_address || is_one_long_text(file.lines[i])) continue;
      EXPECT_LE(columns(file.lines[i]), kLongestLine) << file.path << ":" << i + 1;
    }
  }
}

TEST(Size, TellsFunctionsFromTypes) {
  EXPECT_TRUE(may_open_function("int main(int argc, char** argv) {"));
  EXPECT_TRUE(may_open_function("std::optional<Reading> parse_reading(std::string_view payload,"));
  EXPECT_FALSE(may_open_function("struct Reading {"));
  EXPECT_FALSE(may_open_function("namespace luft {"));
  EXPECT_FALSE(may_open_function("  if (inside()) {"));
}

}  // namespace
}  // namespace luft::tests

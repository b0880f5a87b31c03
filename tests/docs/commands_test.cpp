// Every `./luft …` in a document is a command that exists.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "cli/command_line.h"
#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

TEST(Docs, NameOnlyCommandsThatExist) {
  const auto names = cli::command_names();
  const std::regex command(R"(\./luft ([a-z][a-z-]*))");
  std::set<std::string> seen;
  for (const auto& file : project_sources()) {
    const bool speaks = file.has_extension(".md") || file.path == "luft" ||
                        file.has_extension(".yaml") || file.is_below("scripts");
    if (!speaks) continue;
    for (const auto& line : file.lines) {
      for (std::sregex_iterator it(line.begin(), line.end(), command), end; it != end; ++it) {
        const std::string name = (*it)[1];
        EXPECT_NE(std::ranges::find(names, name), names.end())
            << file.path << " names ./luft " << name;
        seen.insert(name);
      }
    }
  }
  EXPECT_TRUE(seen.contains("demo") && seen.contains("test")) << "the README's two commands";
}

TEST(Docs, ExplainEveryCommand) {
  for (const auto& name : cli::command_names()) {
    const bool explained = std::ranges::any_of(project_sources(), [&](const SourceFile& file) {
      return file.has_extension(".md") &&
             std::ranges::any_of(file.lines, [&](const std::string& line) {
               return line.find("./luft " + name) != std::string::npos;
             });
    });
    EXPECT_TRUE(explained) << "no document shows ./luft " << name;
  }
}

}  // namespace
}  // namespace luft::tests

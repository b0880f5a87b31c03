// Every link between documents leads somewhere, and no document speaks of one machine.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>

#include "tests/structure/source_tree.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;

// GitHub's name for a heading: lower case, spaces to hyphens, other signs dropped.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading.substr(heading.find_first_not_of("# "))) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_') {
      anchor += static_cast<char>(std::tolower(byte));
    } else if (c == ' ') {
      anchor += '-';
    }
  }
  return anchor;
}

bool has_anchor(const std::string& path, const std::string& anchor) {
  for (const auto& file : project_sources()) {
    if (file.path != path) continue;
    return std::ranges::any_of(file.lines, [&](const std::string& line) {
      return line.starts_with('#') && anchor_of(line) == anchor;
    });
  }
  return false;
}

// `target` as written in the file at `from`; checks path and anchor.
void expect_leads_somewhere(const std::string& from, std::string target) {
  std::string anchor;
  if (const auto hash = target.find('#'); hash != std::string::npos) {
    anchor = target.substr(hash + 1);
    target.resize(hash);
  }
  const fs::path relative =
      target.empty() ? fs::path(from) : (fs::path(from).parent_path() / target).lexically_normal();
  EXPECT_TRUE(fs::exists(fs::path(LUFT_SOURCE_DIR) / relative)) << from << " links to " << target;
  if (anchor.empty()) return;
  EXPECT_TRUE(has_anchor(relative.generic_string(), anchor))
      << from << " links to " << target << "#" << anchor;
}

TEST(Docs, LinkOnlyToWhatIsThere) {
  const std::regex link(R"(\]\(([^)\s]+)\))");
  int links = 0;
  for (const auto& file : project_sources()) {
    if (!file.has_extension(".md")) continue;
    for (const auto& line : file.lines) {
      for (std::sregex_iterator it(line.begin(), line.end(), link), end; it != end; ++it) {
        const std::string target = (*it)[1];
        if (target.starts_with("http") || target.starts_with("mailto:")) continue;
        expect_leads_somewhere(file.path, target);
        ++links;
      }
    }
  }
  EXPECT_GT(links, 5) << "the links were not found";
}

TEST(Docs, SpeakOfNoMachineInParticular) {
  for (const auto& file : project_sources()) {
    if (!file.has_extension(".md")) continue;
    for (const auto& line : file.lines) {
      for (const std::string_view path : {"/work/", "/root/", "/tmp/build"}) {
        EXPECT_EQ(line.find(path), std::string::npos) << file.path << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace luft::tests

// Walks the project's folder and reads what people wrote in it.
#include "tests/structure/source_tree.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace luft::tests {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 1 << 20;
constexpr std::array<std::string_view, 6> kNotOurs = {"build",        "var",     "dist",
                                                      "node_modules", "managed", "test-results"};

bool is_ours(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  if (name.starts_with('.')) return name == ".ci";
  return std::ranges::find(kNotOurs, name) == kNotOurs.end();
}

bool is_text(const fs::path& path) {
  static constexpr std::array<std::string_view, 17> kTextExtensions = {
      "",      ".h",   ".cpp", ".c",   ".cmake", ".md",   ".txt", ".sh",  ".sql",
      ".yaml", ".yml", ".ts",  ".css", ".html",  ".json", ".ini", ".conf"};
  return std::ranges::find(kTextExtensions, path.extension().string()) != kTextExtensions.end();
}

std::vector<std::string> read_lines(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

bool SourceFile::is_below(std::string_view folder) const {
  return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

bool SourceFile::has_extension(std::string_view extension) const {
  return path.ends_with(extension);
}

std::vector<SourceFile> read_sources(const fs::path& root) {
  std::vector<SourceFile> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
    if (!is_ours(*it)) {
      if (it->is_directory()) it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file() || !is_text(it->path())) continue;
    if (it->file_size() > kLargestFile) continue;
    files.push_back({fs::relative(it->path(), root).generic_string(), read_lines(it->path())});
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

const std::vector<SourceFile>& project_sources() {
  static const std::vector<SourceFile> kSources = read_sources(LUFT_SOURCE_DIR);
  return kSources;
}

std::string_view included_by(std::string_view line) {
  if (!line.starts_with("#include ")) return {};
  const auto open = line.find_first_of("<\"");
  const auto close = line.find_last_of(">\"");
  if (open == std::string_view::npos || close <= open) return {};
  return line.substr(open + 1, close - open - 1);
}

}  // namespace luft::tests

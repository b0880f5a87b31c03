// Finds programs, and turns into them.
#include "cli/programs.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
  return value != nullptr ? value : "";
}

bool is_program(const fs::path& path) {
  return access(path.c_str(), X_OK) == 0 && !fs::is_directory(path);
}

// Where this program itself is.
fs::path own_folder() {
  std::error_code unknown;
  return fs::read_symlink("/proc/self/exe", unknown).parent_path();
}

}  // namespace

fs::path source_tree() {
  return LUFT_SOURCE_DIR;
}

fs::path find_file(const std::string& installed, const std::string& in_tree) {
  const fs::path prefix = own_folder().parent_path();
  return fs::exists(prefix / installed) ? prefix / installed : source_tree() / in_tree;
}

fs::path find_program(const std::string& name) {
  fs::path beside = own_folder() / name;
  if (is_program(beside)) return beside;
  std::istringstream folders(variable("PATH") + ":/usr/sbin:/sbin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (is_program(fs::path(folder) / name)) return fs::path(folder) / name;
  }
  return {};
}

int become(const std::string& name, const std::vector<std::string>& arguments) {
  const fs::path program = find_program(name);
  if (program.empty()) {
    fmt::print(stderr, "luft: the program {} is not built yet: ./luft setup\n", name);
    return 1;
  }
  std::vector<std::string> words = {program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execv(program.c_str(), pointers.data());
  std::perror(program.c_str());
  return 1;
}

}  // namespace luft::cli

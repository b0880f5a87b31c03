#include "runtime/testing/temp_folder.h"

#include <cassert>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace luft::runtime::testing {

TempFolder::TempFolder() : path_{std::filesystem::temp_directory_path() / "luft-test-XXXXXX"} {
  [[maybe_unused]] const char* const made = ::mkdtemp(path_.data());
  assert(made != nullptr);
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::file(std::string_view name) const {
  return path_ + "/" + std::string{name};
}

std::string TempFolder::write(std::string_view name, std::string_view content) const {
  std::ofstream{file(name), std::ios::binary} << content;
  return file(name);
}

}  // namespace luft::runtime::testing

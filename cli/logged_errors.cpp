#include "cli/logged_errors.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

bool is_log(const fs::path& file) {
  return file.extension() == ".log" || file.filename().string().ends_with(".log.1");
}

bool is_error(const std::string& line) {
  if (line.find("error") == std::string::npos) return false;  // most lines: no need to parse
  const auto parsed = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  return parsed.is_object() && parsed.value("level", nlohmann::json{}) == "error";
}

}  // namespace

std::int64_t logged_errors(const fs::path& folder) {
  std::int64_t errors = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (!is_log(entry.path())) continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) errors += is_error(line) ? 1 : 0;
  }
  return errors;
}

}  // namespace luft::cli

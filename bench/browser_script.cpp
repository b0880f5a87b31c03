// Running a script and reading what it prints.
#include "bench/browser_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "runtime/file.h"

namespace luft::bench {
namespace {

constexpr const char* kScripts = LUFT_SOURCE_DIR "/bench/web/";
constexpr const char* kPackages = LUFT_SOURCE_DIR "/web/node_modules/playwright-core";
constexpr std::chrono::milliseconds kLookAgain{50};

}  // namespace

BrowserScript::BrowserScript(const std::string& name, const std::vector<std::string>& arguments) {
  if (!std::filesystem::exists(kPackages)) {
    throw std::runtime_error{"the page's packages are missing: scripts/setup --for-tests"};
  }
  std::vector<std::string> command{"node", kScripts + name};
  command.insert(command.end(), arguments.begin(), arguments.end());
  auto process = runtime::Process::start({.command = command, .output_file = folder_.file("said")});
  if (!process) throw std::runtime_error{process.error()};
  process_ = std::move(*process);
}

std::string BrowserScript::said() const {
  return runtime::read_file(folder_.file("said")).value_or("");
}

std::vector<nlohmann::json> BrowserScript::lines() const {
  std::vector<nlohmann::json> found;
  std::istringstream text{said()};
  for (std::string line; std::getline(text, line);) {
    auto value = nlohmann::json::parse(line, nullptr, false);
    if (value.is_object()) found.push_back(std::move(value));
  }
  return found;
}

void BrowserScript::wait_for(const std::string& member, std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto has_it = [&](const nlohmann::json& line) { return line.contains(member); };
  while (!std::ranges::any_of(lines(), has_it)) {
    if (!process_->running() || std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error{fmt::format("the page never said \"{}\": {}", member, said())};
    }
    std::this_thread::sleep_for(kLookAgain);
  }
}

std::vector<nlohmann::json> BrowserScript::all(std::chrono::seconds patience) {
  const auto ended = process_->wait_for(patience);
  if (!ended || !ended->success()) {
    throw std::runtime_error{fmt::format("the page's script failed: {}", said())};
  }
  return lines();
}

std::vector<nlohmann::json> BrowserScript::stop() {
  (void)process_->terminate(std::chrono::seconds{5});
  return lines();
}

std::vector<double> values_of(const std::vector<nlohmann::json>& lines, const std::string& member) {
  std::vector<double> values;
  for (const auto& line : lines) {
    if (line.contains(member)) values.push_back(line[member]);
  }
  return values;
}

}  // namespace luft::bench

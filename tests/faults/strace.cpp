#include "tests/faults/strace.h"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "runtime/file.h"

namespace luft::tests {
namespace {

constexpr std::chrono::seconds kAttachedWithin{10};

}  // namespace

std::expected<runtime::Process, std::string> attach_strace(
    pid_t process, const std::string& folder, const std::vector<std::string>& options) {
  const std::string said = fmt::format("{}/strace-{}.log", folder, process);
  std::vector<std::string> command{"strace", "-f", "-p", std::to_string(process)};
  command.insert(command.end(), options.begin(), options.end());
  auto strace = runtime::Process::start({.command = command, .output_file = said});
  if (!strace) return std::unexpected(strace.error());
  const auto deadline = std::chrono::steady_clock::now() + kAttachedWithin;
  while (strace->running() && std::chrono::steady_clock::now() < deadline) {
    if (runtime::read_file(said).value_or("").find(" attached") != std::string::npos) {
      return *std::move(strace);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return std::unexpected("strace cannot attach: " + runtime::read_file(said).value_or(""));
}

}  // namespace luft::tests

#include "runtime/program.h"

#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace luft::runtime {
namespace {

constexpr int kWrongUsage = 2;
constexpr const char* kVersion = "0.1.0";

}  // namespace

struct Program::Parts {
  Parts(std::string_view service, Settings loaded, std::optional<std::string> file)
      : settings{std::move(loaded)}, settings_file{std::move(file)}, log{service, settings.log} {}

  Shutdown shutdown;  // first: its signals must be blocked before any thread starts
  RealClock clock;
  Settings settings;
  std::optional<std::string> settings_file;
  Log log;
  Metrics metrics;
};

std::expected<Program, int> Program::start(std::string_view service, int argc,
                                           const char* const* argv) {
  CLI::App app{fmt::format("Luft's {} service", service), fmt::format("luft-{}", service)};
  std::optional<std::string> file;
  app.add_option("--config", file, "Settings file; otherwise LUFT_CONFIG, else ./luft.yaml");
  app.set_version_flag("--version", kVersion);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& answer) {  // also how CLI11 says that --help was printed
    return std::unexpected{app.exit(answer) == 0 ? 0 : kWrongUsage};
  }
  const Environment environment = process_environment();
  auto found = find_settings_file(file, environment);
  auto settings = load_settings(found, environment);
  if (!settings) {
    for (const SettingsProblem& problem : settings.error()) {
      fmt::print(stderr, "{}: {}\n", problem.where, problem.what);
    }
    return std::unexpected{kWrongUsage};
  }
  return Program{std::make_unique<Parts>(service, *std::move(settings), std::move(found))};
}

Program::Program(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;
const Settings& Program::settings() const {
  return parts_->settings;
}
const std::optional<std::string>& Program::settings_file() const {
  return parts_->settings_file;
}
const Log& Program::log() const {
  return parts_->log;
}
const Clock& Program::clock() const {
  return parts_->clock;
}
Metrics& Program::metrics() const {
  return parts_->metrics;
}
Shutdown& Program::shutdown() const {
  return parts_->shutdown;
}

}  // namespace luft::runtime

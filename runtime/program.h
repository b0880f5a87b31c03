// What every service's main() starts with, and nothing more: the command line, settings, log,
// metrics, health, shutdown.
//
//   int main(int argc, char** argv) {
//     auto program = Program::start("hub", argc, argv);
//     if (!program) return program.error();
//     … build parts from program->settings(), connect them …
//     program->shutdown().wait();
//   }
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/clock.h"
#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/settings.h"
#include "runtime/shutdown.h"

namespace luft::runtime {

class Program {
 public:
  // Understands --config FILE, --help, --version. The error is the exit code: 0 after --help and
  // --version, 2 when the command line or the settings are wrong (each problem is on stderr).
  static std::expected<Program, int> start(std::string_view service, int argc,
                                           const char* const* argv);
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  [[nodiscard]] const Settings& settings() const;
  // The file they were read from; nullopt: none, defaults and environment only.
  [[nodiscard]] const std::optional<std::string>& settings_file() const;
  [[nodiscard]] const Log& log() const;
  [[nodiscard]] const Clock& clock() const;
  [[nodiscard]] Metrics& metrics() const;
  [[nodiscard]] Shutdown& shutdown() const;

 private:
  struct Parts;
  explicit Program(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace luft::runtime

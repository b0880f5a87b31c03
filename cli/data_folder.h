// Where one running Luft keeps everything: what lies where below the data folder, and which
// folder a command means when nobody said.
#pragma once

#include <filesystem>
#include <string>

#include "runtime/settings.h"

namespace luft::cli {

struct DataFolder {
  std::filesystem::path root;  // absolute

  [[nodiscard]] std::filesystem::path run() const { return root / "run"; }
  [[nodiscard]] std::filesystem::path log() const { return root / "log"; }
  [[nodiscard]] std::filesystem::path credentials() const { return root / "credentials"; }
  [[nodiscard]] std::filesystem::path addresses() const { return run() / "addresses.json"; }
  [[nodiscard]] std::filesystem::path log_file(const std::string& service) const {
    return log() / (service + ".log");
  }
  [[nodiscard]] std::filesystem::path pid_file(const std::string& service) const {
    return run() / (service + ".pid");
  }

  // Makes the folders; credentials for their owner only. Throws std::filesystem_error, which
  // names the folder and the reason.
  void create() const;
};

// The data folder that the settings name.
DataFolder data_folder(const runtime::Settings& settings);

// Whether someone chose a data folder, rather than leaving the default.
bool is_chosen(const runtime::Settings& settings);

// For a demo: the chosen folder, else `demo` in the default one.
DataFolder demo_data_folder(const runtime::Settings& settings);

// For commands that ask a running system: the data folder; but when none was chosen, nothing runs
// in the default one and a demo does, the demo's, and stderr says so.
DataFolder running_data_folder(const runtime::Settings& settings);

}  // namespace luft::cli

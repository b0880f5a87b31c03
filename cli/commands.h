// The commands of `luft`, one function each; command_line.cpp says how they are typed. Each
// returns the exit code: 0 done, 1 failed or a promise was broken, 2 asked wrongly.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/settings.h"

namespace luft::cli {

using runtime::Settings;

struct UpOptions {
  bool grafana = false;  // this machine's Grafana too, with our dashboards
};
// All services for real devices, until SIGINT or SIGTERM.
int run_up(const Settings& settings, const UpOptions& options);

// Becomes our own broker, for a container of its own.
int run_broker(const Settings& settings);

// Holds every window where it stands, or gives all of them back: the page's switch.
int pause_windows(const Settings& settings);
int resume_windows(const Settings& settings);

struct DemoOptions {
  int rooms = 3;
  std::optional<double> seconds;  // nothing: until Ctrl-C
  double speed = 60;              // of the simulated rooms; stored times stay real
  bool json = false;
};
int run_demo(const Settings& settings, const DemoOptions& options);

struct ReplayOptions {
  std::string file;
  std::string device;
  std::string speed = "60";  // times as fast as recorded, or max
  bool live = false;         // may move windows
  bool strict = false;       // nothing of a file that cannot be read whole
  bool force = false;        // even under the name of a device that is online
  std::string timezone;      // of the file's times; empty: UTC
};
int run_replay(const Settings& settings, const ReplayOptions& options);

struct VerifyOptions {
  bool json = false;
};
int run_verify(const Settings& settings, const VerifyOptions& options);

struct StatusOptions {
  bool watch = false;             // again and again, until Ctrl-C
  std::optional<double> seconds;  // with `watch`: ends by itself
};
int run_status(const Settings& settings, const StatusOptions& options);

struct SimulateOptions {
  int devices = 100;
  double rate = 100;  // readings a second, of all together
  std::string profile = "home";
  std::optional<double> seconds;  // nothing: until Ctrl-C
};
// Virtual devices against the running system: load, and an account at the end.
int run_simulation(const Settings& settings, const SimulateOptions& options);

// Of the running system, into a new folder.
int run_backup(const Settings& settings, const std::string& folder);
// Into the data folder, which must be empty.
int run_restore(const Settings& settings, const std::string& folder);

int list_devices(const Settings& settings);
int show_device(const Settings& settings, const std::string& id);
// Forgets one, and takes back the account that `add` made.
int remove_device(const Settings& settings, const std::string& id);

struct AddDeviceOptions {
  std::string id;
  std::string host;  // how it reaches our broker; empty: as this machine sees itself
};
// An account at our broker, and the line to paste into the device's setup page.
int add_device(const Settings& settings, const AddDeviceOptions& options);

struct SignOptions {
  std::string image;
  std::string version;  // MAJOR.MINOR.PATCH
  std::string chip;     // esp32, esp32c3, …
  std::string url;      // https://…, where devices will find the image
};
// The key that our devices' updates are signed with; made once, kept in the data folder.
int print_update_key(const Settings& settings);
// Signs an image, and prints the command that offers it to a device.
int sign_firmware(const Settings& settings, const SignOptions& options);

struct SqlOptions {
  std::string query;
  std::string format;  // a ClickHouse format; empty: a table
};
int run_sql(const Settings& settings, const SqlOptions& options);

struct DoctorOptions {
  bool json = false;
};
int run_doctor(const Settings& settings, const DoctorOptions& options);

struct TestOptions {
  std::string group = "all";
  std::string sanitize;  // address, thread or nothing
  bool is_long = false;
};
int run_tests(const TestOptions& options);

struct BenchOptions {
  std::vector<std::string> names;  // none: all
  bool json = false;
};
int run_benchmarks(const BenchOptions& options);

}  // namespace luft::cli

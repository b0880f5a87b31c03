// The command line, with CLI11.
#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>

#include "cli/commands.h"
#include "cli/nearest.h"
#include "cli/programs.h"

namespace luft::cli {
namespace {

constexpr int kAskedWrongly = 2;

// The parser, what it fills, and what each command then does.
class CommandLine {
 public:
  CommandLine() {
    app_.name("./luft");
    app_.require_subcommand(1);
    app_.set_version_flag("--version", LUFT_VERSION);
    app_.add_option("--config", config_, "Settings file (default: ./luft.yaml if there)")
        ->check(CLI::ExistingFile);
    add_running();
    add_asking();
    add_devices();
    add_firmware();
    add_proving();
  }

  int run(std::vector<std::string> arguments) {
    try {
      std::ranges::reverse(arguments);  // CLI11 wants the last first
      app_.parse(std::move(arguments));
    } catch (const CLI::Success& help) {
      return app_.exit(help);
    } catch (const CLI::ParseError& mistake) {
      return explain(mistake);
    }
    return chosen_ ? chosen_() : kAskedWrongly;
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto* command : app_.get_subcommands({})) out.push_back(command->get_name());
    return out;
  }

 private:
  using Run = std::function<int()>;
  using RunWith = std::function<int(const Settings&)>;

  CLI::App* add(const char* name, const char* meaning, Run run) {
    auto* command = app_.add_subcommand(name, meaning);
    command->callback([this, run = std::move(run)] { chosen_ = run; });
    return command;
  }

  // Seconds, said as 60s, 5m or 1h.
  static CLI::Validator a_duration() {
    return CLI::AsNumberWithUnit(
        std::map<std::string, double>{{"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}});
  }

  // A command that needs the settings.
  CLI::App* add_configured(const char* name, const char* meaning, RunWith run) {
    return add(name, meaning, with_settings(std::move(run)));
  }

  Run with_settings(RunWith run) {
    return [this, run = std::move(run)] { return load_and(run); };
  }

  void add_running() {
    auto* demo = add_configured("demo", "Simulated rooms that air themselves, watched live",
                                [this](const Settings& s) { return run_demo(s, demo_); });
    demo->add_option("--rooms", demo_.rooms, "How many")
        ->capture_default_str()
        ->check(CLI::Range(1, 500));
    demo->add_option("--for", demo_.seconds, "How long, such as 60s or 5m (default: until Ctrl-C)")
        ->transform(a_duration())
        ->check(CLI::PositiveNumber);
    demo->add_option("--speed", demo_.speed, "Of the rooms; stored times stay real")
        ->capture_default_str()
        ->check(CLI::Range(1.0, 3600.0));
    demo->add_flag("--json", demo_.json, "One JSON object at the end, all else on stderr");
    add_configured("up", "All services for real devices, until stopped", [this](const Settings& s) {
      return run_up(s, up_);
    })->add_flag("--grafana", up_.grafana, "This machine's Grafana too, with our dashboards");
    add_configured("broker", "Our own broker alone (for containers)", run_broker);
    auto* replay = add_configured("replay", "Send recorded climate (CSV, also gzipped)",
                                  [this](const Settings& s) { return run_replay(s, replay_); });
    replay->add_option("file", replay_.file, "FILE.csv or FILE.csv.gz")
        ->required()
        ->check(CLI::ExistingFile);
    replay->add_option("--device", replay_.device, "Device id to send as")->required();
    replay->add_option("--speed", replay_.speed, "Times as fast as recorded, or max")
        ->capture_default_str();
    replay->add_flag("--live", replay_.live, "Let these readings move windows");
    replay->add_flag("--strict", replay_.strict, "Send nothing of a file with cells to skip");
    replay->add_flag("--force", replay_.force, "Even as a device that is online");
    replay->add_option("--timezone", replay_.timezone, "Of the file's times (default: UTC)");
    add_simulate();
    add_backups();
    add("setup", "Install what is missing and build", [] { return 0; });  // by ./luft itself
  }

  void add_simulate() {
    auto* simulate =
        add_configured("simulate", "Load from virtual devices, through the running system",
                       [this](const Settings& s) { return run_simulation(s, simulate_); });
    simulate->add_option("--devices", simulate_.devices, "How many")
        ->capture_default_str()
        ->check(CLI::Range(1, 50'000));
    simulate->add_option("--rate", simulate_.rate, "Readings a second, of all together")
        ->capture_default_str()
        ->check(CLI::Range(0.01, 1e6));
    simulate->add_option("--profile", simulate_.profile, "home, office or storm")
        ->capture_default_str()
        ->check(CLI::IsMember({"home", "office", "storm"}));
    simulate->add_option("--for", simulate_.seconds, "How long (default: until Ctrl-C)")
        ->transform(a_duration());
  }

  void add_backups() {
    add_configured("backup", "Copy all it keeps into a new folder, while it runs",
                   [this](const Settings& s) { return run_backup(s, folder_); })
        ->add_option("folder", folder_, "To make")
        ->required();
    add_configured("restore", "Bring a backup back into an empty data folder",
                   [this](const Settings& s) { return run_restore(s, folder_); })
        ->add_option("folder", folder_, "With the backup")
        ->required()
        ->check(CLI::ExistingDirectory);
  }

  void add_asking() {
    auto* status = add_configured("status", "How the running system is",
                                  [this](const Settings& s) { return run_status(s, status_); });
    status->add_flag("--watch", status_.watch,
                     "Rates, latencies, backlog, losses, again and again");
    status->add_option("--for", status_.seconds, "With --watch: how long (default: until Ctrl-C)")
        ->transform(a_duration());
    auto* verify = add_configured("verify", "Is every reading accounted for?",
                                  [this](const Settings& s) { return run_verify(s, verify_); });
    verify->add_flag("--json", verify_.json, "As JSON");
    auto* sql = add_configured("sql", "Ask the history, as a reader who changes nothing",
                               [this](const Settings& s) { return run_sql(s, sql_); });
    sql->add_option("query", sql_.query, "'SELECT …', from luft.readings for example")->required();
    sql->add_option("--format", sql_.format, "ClickHouse format, such as JSONEachRow, CSV");
    auto* doctor = add_configured("doctor", "What is here, what is missing, how to mend it",
                                  [this](const Settings& s) { return run_doctor(s, doctor_); });
    doctor->add_flag("--json", doctor_.json, "As JSON");
  }

  void add_devices() {
    auto* devices = add("devices", "List, show, add, remove, pause and resume devices", nullptr);
    devices->require_subcommand(1);
    const auto sub = [&](const char* name, const char* meaning, RunWith run) {
      auto* command = devices->add_subcommand(name, meaning);
      // Runs before the parent's callback, which would otherwise choose nothing.
      command->callback([this, run = with_settings(std::move(run))] { device_run_ = run; });
      return command;
    };
    sub("list", "All that were ever seen", list_devices);
    const auto show = [this](const Settings& s) { return show_device(s, device_); };
    sub("show", "Everything about one", show)->add_option("id", device_)->required();
    sub("pause", "Hold all windows where they stand", pause_windows);
    sub("resume", "Let Luft move all windows again", resume_windows);
    const auto account = [this](const Settings& s) { return add_device(s, new_device_); };
    auto* create =
        sub("add", "Give one an account at our broker; prints its pairing code", account);
    create->add_option("id", new_device_.id)->required();
    create->add_option("--host", new_device_.host, "How the device reaches this machine");
    const auto remove = [this](const Settings& s) { return remove_device(s, device_); };
    sub("remove", "Forget one and its account; its history stays", remove)
        ->add_option("id", device_)
        ->required();
    devices->callback([this] { chosen_ = device_run_; });
  }

  void add_firmware() {
    auto* firmware = add("firmware", "Sign updates of devices", nullptr);
    firmware->require_subcommand(1);
    auto* key = firmware->add_subcommand(
        "key", "The public key to build devices with; makes one the first time");
    key->callback([this] { firmware_run_ = with_settings(print_update_key); });
    auto* sign = firmware->add_subcommand(
        "sign", "Sign an image; prints the command that offers it to a device");
    sign->callback([this] {
      firmware_run_ = with_settings([this](const Settings& s) { return sign_firmware(s, sign_); });
    });
    sign->add_option("image", sign_.image, "The file that was built")
        ->required()
        ->check(CLI::ExistingFile);
    sign->add_option("--version", sign_.version, "Such as 1.2.0")->required();
    sign->add_option("--chip", sign_.chip, "esp32, esp32s3 or esp32c3")->required();
    sign->add_option("--url", sign_.url, "https://…, where devices find it")->required();
    firmware->callback([this] { chosen_ = firmware_run_; });
  }

  void add_proving() {
    auto* test = add("test", "Prove it: the last line is `N passed, N failed`",
                     [this] { return run_tests(test_); });
    test->add_option("group", test_.group, "unit, e2e, web, …, or all")->capture_default_str();
    test->add_flag("--long", test_.is_long, "The long form");
    test->add_option("--sanitize", test_.sanitize, "address or thread")
        ->check(CLI::IsMember({"address", "thread"}));
    auto* bench = add("bench", "Measure it, each figure against its limit or a peer",
                      [this] { return run_benchmarks(bench_); });
    bench->add_option("name", bench_.names, "Which (default: all)");
    bench->add_flag("--json", bench_.json, "One JSON object a line");
    auto* model = add("model", "Train, list and check models (see `./luft model --help`)",
                      [this] { return become("luft-model", model_->remaining()); });
    model->prefix_command()->set_help_flag();
    model_ = model;
    auto* help = add("help", "This, or more about a command", [this] { return print_help(); });
    help->add_option("command", help_about_);
  }

  int load_and(const RunWith& run) {
    if (!config_.empty()) {
      const auto path = std::filesystem::absolute(config_).string();
      setenv("LUFT_CONFIG", path.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread yet
    }
    const auto environment = runtime::process_environment();
    const auto settings =
        runtime::load_settings(runtime::find_settings_file(std::nullopt, environment), environment);
    if (settings) return run(*settings);
    for (const auto& problem : settings.error()) {
      fmt::print(stderr, "luft: {}: {}\n", problem.where, problem.what);
    }
    return kAskedWrongly;
  }

  // Asked of a parser that has parsed nothing: CLI11 otherwise helps with `help` itself.
  [[nodiscard]] int print_help() const {
    const CommandLine fresh;
    if (help_about_.empty()) {
      fmt::print("{}", fresh.app_.help());
      return 0;
    }
    for (const auto* command : fresh.app_.get_subcommands({})) {
      if (command->get_name() != help_about_) continue;
      fmt::print("{}", command->help("./luft"));
      return 0;
    }
    return unknown_command(help_about_);
  }

  [[nodiscard]] int unknown_command(const std::string& typed) const {
    const auto meant = nearest(typed, names());
    fmt::print(stderr, "luft: there is no command \"{}\"{}; ./luft help lists them\n", typed,
               did_you_mean(meant));
    return kAskedWrongly;
  }

  // What is wrong, in which command, and the nearest flag or command that exists.
  [[nodiscard]] int explain(const CLI::ParseError& mistake) const {
    const CLI::App* command = &app_;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    const auto extras = app_.remaining(/*recurse=*/true);
    const auto flag =
        std::ranges::find_if(extras, [](const std::string& word) { return word.starts_with('-'); });
    const std::string unknown = flag != extras.end() ? *flag : extras.empty() ? "" : extras.front();
    if (command == &app_ && !unknown.empty() && unknown != "--" && flag == extras.end()) {
      return unknown_command(unknown);
    }
    const std::string name = command == &app_ ? "" : " " + command->get_name();
    if (unknown.empty()) {
      fmt::print(stderr, "luft{}: {}\n", name, mistake.what());
    } else {
      fmt::print(stderr, "luft{}: \"{}\" is not known{}\n", name, unknown,
                 did_you_mean(nearest(unknown, known_in(*command, app_))));
    }
    const std::string topic =  // of "devices show", help is there for "devices"
        command == &app_ ? "" : " " + app_.get_subcommands().front()->get_name();
    fmt::print(stderr, "./luft help{} says more\n", topic);
    return kAskedWrongly;
  }

  static std::vector<std::string> known_in(const CLI::App& command, const CLI::App& all) {
    std::vector<std::string> known;
    for (const auto* option : all.get_options()) known.push_back(option->get_name());
    for (const auto* option : command.get_options()) known.push_back(option->get_name());
    for (const auto* sub : command.get_subcommands({})) known.push_back(sub->get_name());
    return known;
  }

  static std::string did_you_mean(const std::optional<std::string>& name) {
    return name ? fmt::format("; did you mean \"{}\"?", *name) : "";
  }

  CLI::App app_{"Luft airs rooms by itself. Start with ./luft demo."};
  CLI::App* model_ = nullptr;
  Run chosen_;
  Run device_run_;
  Run firmware_run_;
  SignOptions sign_;
  std::string config_;
  DemoOptions demo_;
  UpOptions up_;
  ReplayOptions replay_;
  VerifyOptions verify_;
  SqlOptions sql_;
  DoctorOptions doctor_;
  StatusOptions status_;
  SimulateOptions simulate_;
  TestOptions test_;
  BenchOptions bench_;
  std::string device_;
  AddDeviceOptions new_device_;
  std::string folder_;  // of a backup
  std::string help_about_;
};

}  // namespace

int run_command_line(const std::vector<std::string>& arguments) {
  return CommandLine().run(arguments);
}

std::vector<std::string> command_names() {
  return CommandLine().names();
}

}  // namespace luft::cli

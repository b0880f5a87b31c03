// `luft test`: runs groups of tests and counts their cases. Groups are ctest labels (each a folder
// of tests/, or `unit` for those beside the code), `web` for the page's own, and `lint`.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "cli/commands.h"
#include "cli/nearest.h"
#include "cli/programs.h"
#include "cli/running.h"
#include "cli/tally.h"
#include "runtime/file.h"
#include "runtime/process.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 13> kGroups = {
    "lint",    "structure", "docs",     "unit",           "simulation", "faults", "fuzz",
    "clients", "grafana",   "firmware", "home-assistant", "e2e",        "web"};

struct Command {
  std::vector<std::string> words;
  std::map<std::string, std::string> environment;
  std::string output_file;  // empty: the terminal
};

// Runs a command to its end; true when it succeeded.
bool run(const Command& command) {
  std::fflush(stdout);
  auto process = runtime::Process::start({.command = command.words,
                                          .set_env = command.environment,
                                          .output_file = command.output_file,
                                          .working_folder = source_tree().string(),
                                          .group = runtime::ProcessGroup::same});
  if (process) return process->wait().success();
  fmt::print(stderr, "luft: {}\n", process.error());
  return false;
}

class TestRun {
 public:
  explicit TestRun(const TestOptions& options)
      : options_(options),
        preset_(options.sanitize.empty() ? "release" : options.sanitize.substr(0, 1) + "san"),
        build_(source_tree() / "build" / preset_),
        results_(source_tree() / "build" / "test-results" / preset_) {}

  // Sanitized builds are made here; the plain one ./luft has made.
  [[nodiscard]] bool build() const {
    if (options_.sanitize.empty()) return true;
    const bool configured =
        fs::exists(build_ / "build.ninja") ||
        run({.words = {"cmake", "--preset", preset_}, .environment = {}, .output_file = {}});
    return configured && run({.words = {"cmake", "--build", "--preset", preset_},
                              .environment = {},
                              .output_file = {}});
  }

  Tally run_group(const std::string& group) {
    fmt::print("\n== {}\n", group);
    fs::remove_all(results_ / group);
    fs::create_directories(results_ / group);
    Tally tally = group == "web"    ? run_web(results_ / group)
                  : group == "lint" ? run_lint()
                                    : run_ctest(group);
    fmt::print("-- {}: {}\n", group, closing_line(tally));
    return tally;
  }

 private:
  Tally run_ctest(const std::string& group) {
    const auto names = names_of(group);
    if (names.empty()) {
      return {.passed = 0, .failed = {group + " (no test is built)"}, .skipped = {}};
    }
    const bool one_at_a_time = group == "e2e" || group == "faults";
    const auto jobs = one_at_a_time ? 1U : std::max(1U, std::thread::hardware_concurrency());
    std::error_code none_yet;
    fs::remove(failed_log(group), none_yet);
    const bool ok =
        run({.words = {"ctest", "--test-dir", build_of(group).string(), "-L", "^" + group + "$",
                       "--output-on-failure", "-j", std::to_string(jobs)},
             .environment = {{"GTEST_OUTPUT", "json:" + (results_ / group).string() + "/"},
                             {"LUFT_TEST_LONG", options_.is_long ? "1" : ""},
                             {"LUFT_TEST_GROUP", options_.group}},
             .output_file = {}});
    Tally tally = tally_of_programs(group, names);
    if (!ok && tally.failed.empty()) tally.failed.push_back(group + " (ctest)");
    return tally;
  }

  // Programs of GoogleTest report their cases; any other, and one that crashed, counts as one.
  Tally tally_of_programs(const std::string& group, const std::vector<std::string>& names) {
    const auto failed = failed_names(group);
    Tally tally;
    for (const auto& name : names) {
      const auto report = runtime::read_file((results_ / group / (name + "_test.json")).string());
      const auto cases = report ? tally_of_gtest(*report) : std::unexpected(report.error());
      if (cases) tally.add(*cases);
      if (failed.contains(name) && (!cases || cases->failed.empty())) {
        tally.failed.push_back(name + " (ended before it could report)");
      } else if (!cases) {
        ++tally.passed;
      }
    }
    return tally;
  }

  // Fuzzers have a build of their own, sanitized already, which ./luft has made.
  [[nodiscard]] fs::path build_of(const std::string& group) const {
    return group == "fuzz" ? source_tree() / "build" / "fuzz" : build_;
  }

  [[nodiscard]] fs::path failed_log(const std::string& group) const {
    return build_of(group) / "Testing" / "Temporary" / "LastTestsFailed.log";
  }

  // Lines of "3:contract".
  [[nodiscard]] std::set<std::string> failed_names(const std::string& group) const {
    std::set<std::string> names;
    std::ifstream in(failed_log(group));
    for (std::string line; std::getline(in, line);) names.insert(line.substr(line.find(':') + 1));
    return names;
  }

  // From `ctest -N`: lines of "  Test  #3: contract".
  [[nodiscard]] std::vector<std::string> names_of(const std::string& group) const {
    const std::string list = (results_ / group / "list.txt").string();
    (void)run(
        {.words = {"ctest", "--test-dir", build_of(group).string(), "-N", "-L", "^" + group + "$"},
         .environment = {},
         .output_file = list});
    std::vector<std::string> names;
    std::ifstream in(list);
    for (std::string line; std::getline(in, line);) {
      const auto colon = line.find(": ");
      if (line.find("Test ") == std::string::npos || line.find('#') > colon) continue;
      if (colon != std::string::npos) names.push_back(line.substr(colon + 2));
    }
    return names;
  }

  [[nodiscard]] Tally run_lint() const {
    Tally tally;
    std::vector<std::string> checks = {"format", "page", "scripts"};
    if (options_.is_long) checks.emplace_back("tidy");
    for (const auto& check : checks) {
      if (run({.words = {"scripts/lint", check}, .environment = {}, .output_file = {}})) {
        ++tally.passed;
      } else {
        tally.failed.push_back("scripts/lint " + check);
      }
    }
    return tally;
  }

  static Tally run_web(const fs::path& results) {
    Tally tally;
    const auto npm = [](std::vector<std::string> words) {
      words.insert(words.begin(), {"npm", "run", "--silent", "--prefix", "web"});
      return run({.words = std::move(words), .environment = {}, .output_file = {}});
    };
    if (npm({"check"})) {
      ++tally.passed;
    } else {
      tally.failed.emplace_back("TypeScript (npm run check)");
    }
    for (const std::string script : {"test", "test:browser"}) {
      const std::string file = (results / (script.substr(script.find(':') + 1) + ".json")).string();
      const bool ok =
          npm({script, "--", "--reporter=default", "--reporter=json", "--outputFile.json=" + file});
      const auto report = runtime::read_file(file);
      const auto cases = report ? tally_of_vitest(*report) : std::unexpected(report.error());
      if (cases) tally.add(*cases);
      if (!ok && (!cases || cases->failed.empty())) {
        tally.failed.push_back("npm run " + script + " (no report)");
      }
    }
    return tally;
  }

  const TestOptions& options_;
  const std::string preset_;
  const fs::path build_;
  const fs::path results_;
};

std::vector<std::string> groups_for(const TestOptions& options) {
  if (options.group != "all") return {options.group};
  std::vector<std::string> groups(kGroups.begin(), kGroups.end());
  // A sanitizer watches our own code; what starts whole programs or a browser is too slow for it.
  if (!options.sanitize.empty()) groups = {"unit", "simulation", "faults"};
  return groups;
}

}  // namespace

int run_tests(const TestOptions& options) {
  const std::vector<std::string> known(kGroups.begin(), kGroups.end());
  if (options.group != "all" && std::ranges::find(known, options.group) == known.end()) {
    const auto meant = nearest(options.group, known);
    fmt::print(stderr, "luft test: there is no group \"{}\"{}; there are all, {}\n", options.group,
               meant ? fmt::format("; did you mean \"{}\"?", *meant) : "", fmt::join(known, ", "));
    return 2;
  }
  TestRun tests(options);
  if (!tests.build()) return fail("the build failed; the lines above say why");
  Tally sum;
  for (const auto& group : groups_for(options)) sum.add(tests.run_group(group));
  fmt::print("\n");
  for (const auto& name : sum.skipped) fmt::print("skipped: {}\n", name);
  for (const auto& name : sum.failed) fmt::print("FAILED: {}\n", name);
  fmt::print("{}\n", closing_line(sum));
  if (sum.passed == 0 && sum.failed.empty()) return fail("no test ran");
  return sum.failed.empty() ? 0 : 1;
}

}  // namespace luft::cli

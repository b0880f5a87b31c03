// Asks each program for its version; what fails to answer is broken, not just old.
#include "cli/doctor_installed.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <regex>

#include "cli/programs.h"
#include "runtime/file.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;
using runtime::Settings;

constexpr const char* kSetUp = "./luft setup";

struct Said {
  bool success = false;
  std::string text;  // stdout and stderr
};

// What `program` says, at most a few lines.
Said ask_program(const fs::path& program, const std::vector<std::string>& arguments) {
  std::string command = fmt::format("'{}'", program.string());
  for (const auto& argument : arguments) command += fmt::format(" '{}'", argument);
  std::FILE* pipe = popen((command + " 2>&1 </dev/null").c_str(), "r");
  if (pipe == nullptr) return {};
  constexpr std::size_t kMost = 8'000;
  Said said;
  std::array<char, 512> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) {
    if (said.text.size() < kMost) said.text += piece.data();
  }
  const int status = pclose(pipe);
  said.success = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  said.text.resize(said.text.find_last_not_of('\n') + 1);
  return said;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// The packages that ./luft setup would install; only the source tree knows.
Finding look_at_packages() {
  const fs::path setup = source_tree() / "scripts/setup";
  if (!fs::exists(setup)) {
    return {"Debian packages", Health::absent, "an installation does not list them", {}};
  }
  auto said = ask_program(setup, {"--missing-packages"});
  std::ranges::replace(said.text, '\n', ' ');
  if (said.success && said.text.empty()) return {"Debian packages", Health::good, "all there", {}};
  return {"Debian packages", Health::bad, "missing: " + said.text,
          "./luft setup (as root, or it prints the command to run as root)"};
}

Finding look_at_broker() {
  constexpr const char* kFix = "./luft setup, or set LUFT_MQTT_URL";
  const fs::path found = find_program("mosquitto");
  if (found.empty()) return {"mosquitto", Health::bad, "not found", kFix};
  // It has no --version; its help begins with it, and ends with an error.
  const auto said = ask_program(found, {"-h"});
  if (!said.text.starts_with("mosquitto version")) {
    return {"mosquitto", Health::bad, first_line(said.text), kFix};
  }
  return {
      "mosquitto", Health::good, fmt::format("{} ({})", first_line(said.text), found.string()), {}};
}

Finding look_at_program(const std::string& name) {
  const fs::path found = find_program(name);
  if (found.empty()) return {name, Health::bad, "not found", kSetUp};
  const auto said = ask_program(found, {"--version"});
  if (!said.success) return {name, Health::bad, first_line(said.text), kSetUp};
  return {name, Health::good, fmt::format("{} ({})", first_line(said.text), found.string()), {}};
}

// By opening it: a library that is there and cannot be loaded does not help.
Finding look_at_engine(const Settings& settings) {
  const std::string part = "embedded ClickHouse";
  const std::string fix = settings.clickhouse.library.empty()
                              ? kSetUp
                              : "correct clickhouse.library (LUFT_CLICKHOUSE_LIBRARY)";
  const fs::path launcher = find_program("luft-clickhouse");
  if (launcher.empty()) return {part, Health::bad, "luft-clickhouse is not built", kSetUp};
  const auto said = ask_program(launcher, {"--engine-version", settings.clickhouse.library});
  if (said.success) return {part, Health::good, first_line(said.text), {}};
  return {part, Health::bad, first_line(said.text), fix};
}

Finding look_at_page() {
  const auto page = find_file("share/luft/web/index.html", "web/dist/index.html");
  const auto html = runtime::read_file(page.string());
  if (!html) return {"page", Health::bad, "no " + page.string(), kSetUp};
  const std::string version = page_version(*html);
  if (version.empty()) return {"page", Health::bad, page.string() + " is an old one", kSetUp};
  return {"page", Health::good, fmt::format("{} ({})", version, page.string()), {}};
}

}  // namespace

std::string page_version(const std::string& html) {
  static const std::regex tag(R"re(<meta name="version" content="([^"]+)")re");
  std::smatch found;
  return std::regex_search(html, found, tag) ? found[1].str() : "";
}

std::vector<Finding> examine_installed(const Settings& settings) {
  std::vector<Finding> out = {look_at_packages()};
  if (settings.mqtt.url.empty()) out.push_back(look_at_broker());
  for (const char* program : {"luft-hub", "luft-backup", "luft-ml", "luft-clickhouse",
                              "luft-device", "luft-replay", "luft-model"}) {
    out.push_back(look_at_program(program));
  }
  if (settings.clickhouse.url.empty()) out.push_back(look_at_engine(settings));
  out.push_back(look_at_page());
  return out;
}

}  // namespace luft::cli

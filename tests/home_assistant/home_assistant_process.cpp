#include "tests/home_assistant/home_assistant_process.h"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/http_request.h"
#include "runtime/file.h"
#include "runtime/testing/free_port.h"
#include "tests/e2e/installation.h"

namespace luft::tests {
namespace {

using nlohmann::json;
using std::chrono::seconds;

const std::string kHere = LUFT_SOURCE_DIR "/tests/home_assistant";
const std::string kFolder = LUFT_SOURCE_DIR "/.deps/home-assistant";
const std::string kPython = "/opt/home-assistant/bin/python";
constexpr seconds kUpWithin{180};

bool is_the_only_one_asked_for() {
  const char* alone = std::getenv("LUFT_TEST_GROUP");  // NOLINT(concurrency-mt-unsafe)
  return alone != nullptr && std::string_view{alone} == "home-assistant";
}

std::string home_url(std::uint16_t port) {
  return fmt::format("http://127.0.0.1:{}", port);
}

}  // namespace

std::optional<std::string> HomeAssistantProcess::why_not() {
  const runtime::testing::TempFolder out;
  std::vector<std::string> command{kHere + "/environment", kFolder};
  if (!is_the_only_one_asked_for()) command.insert(command.begin() + 1, "--check");
  auto process = runtime::Process::start(
      {.command = command, .set_env = {}, .output_file = out.file("output"), .working_folder = {}});
  if (!process) return process.error();
  if (process->wait().success()) return std::nullopt;
  return runtime::read_file(out.file("output")).value_or("it could not be made");
}

HomeAssistantProcess::HomeAssistantProcess() : port_(runtime::testing::free_port()) {
  (void)config_.write("configuration.yaml",
                      fmt::format("homeassistant:\n  name: Test\n  time_zone: UTC\n"
                                  "http:\n  server_host: 127.0.0.1\n  server_port: {}\n"
                                  "frontend:\nlogger:\n  default: warning\n",
                                  port_));
  auto process = runtime::Process::start(
      {.command = {kHere + "/in-root", kFolder, config_.path(), "/opt/home-assistant/bin/hass",
                   "--config", "/config", "--skip-pip"},
       .set_env = {},
       .output_file = config_.file("output"),
       .working_folder = {}});
  if (process) process_.emplace(std::move(*process));
}

HomeAssistantProcess::~HomeAssistantProcess() {
  if (process_) process_->terminate(seconds{20});
}

bool HomeAssistantProcess::is_up() {
  return process_ &&
         eventually(
             kUpWithin,
             [this] {
               const auto answer = cli::ask(
                   {.base = home_url(port_), .path = "/api/onboarding", .body = {}, .headers = {}});
               return !process_->running() || (answer && answer->is_ok());
             }) &&
         process_->running();
}

HomeAssistantProcess::Answer HomeAssistantProcess::drive(const std::vector<std::string>& words) {
  const runtime::testing::TempFolder out;
  std::vector<std::string> command{kHere + "/in-root", kFolder,        config_.path(), kPython,
                                   "/driver/drive.py", home_url(port_)};
  command.insert(command.end(), words.begin(), words.end());
  auto process = runtime::Process::start(
      {.command = command, .set_env = {}, .output_file = out.file("output"), .working_folder = {}});
  if (!process) return {.is_good = false, .text = process.error()};
  const bool is_good = process->wait().success();
  return {.is_good = is_good, .text = runtime::read_file(out.file("output")).value_or("")};
}

std::string HomeAssistantProcess::set_up(const std::string& broker_port) {
  const Answer answer = drive({"set-up", broker_port});
  return answer.is_good ? "" : answer.text + log();
}

json HomeAssistantProcess::ask(const std::string& what) {
  const Answer answer = drive({what});
  return answer.is_good ? json::parse(answer.text, nullptr, false) : json{};
}

json HomeAssistantProcess::entity(const std::string& id) {
  for (const json& state : ask("states")) {
    if (state["entity_id"] == id) return state;
  }
  return nullptr;
}

json HomeAssistantProcess::devices() {
  return ask("devices");
}

json HomeAssistantProcess::entities() {
  return ask("entities");
}

std::string HomeAssistantProcess::call(const std::string& domain, const std::string& service,
                                       const json& data) {
  const Answer answer = drive({"call", domain, service, data.dump()});
  return answer.is_good ? "" : answer.text;
}

std::string HomeAssistantProcess::log() const {
  return runtime::read_file(config_.file("output")).value_or("");
}

}  // namespace luft::tests

// Starts the real programs with the environment of one test.
#include "tests/e2e/installation.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/http_request.h"
#include "cli/ports.h"
#include "runtime/file.h"

namespace luft::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kReadyWithin{60};
constexpr seconds kStopWithin{20};
constexpr milliseconds kAskedEvery{20};

std::string content(const std::string& file) {
  return std::filesystem::exists(file) ? runtime::read_file(file).value_or("") : "";
}

}  // namespace

bool eventually(milliseconds patience, const std::function<bool()>& reached) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!reached()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kAskedEvery);
  }
  return true;
}

Installation::Installation() : data_{made_.file("data")} {
  environment_["LUFT_DATA"] = data_.root.string();
  for (const char* variable : {"LUFT_MQTT_PORT", "LUFT_MQTT_TLS_PORT", "LUFT_HTTP_PORT",
                               "LUFT_CLICKHOUSE_HTTP_PORT", "LUFT_CLICKHOUSE_TCP_PORT"}) {
    environment_[variable] = std::to_string(cli::any_free_port());
  }
}

Installation::~Installation() {
  if (started_) started_->terminate(kStopWithin);
}

void Installation::set(const std::string& variable, const std::string& value) {
  environment_[variable] = value;
}

const std::string& Installation::variable(const std::string& name) const {
  return environment_.at(name);
}

Finished Installation::run(const std::vector<std::string>& command) {
  const std::string out = file("out-" + std::to_string(++runs_));
  std::vector<std::string> shell = {"/bin/sh", "-c", "exec \"$@\" >" + out + " 2>" + out + ".err",
                                    "sh"};
  shell.insert(shell.end(), command.begin(), command.end());
  auto process = runtime::Process::start({.command = shell,
                                          .set_env = environment_,
                                          .output_file = {},
                                          .working_folder = {},
                                          .group = runtime::ProcessGroup::own});
  if (!process) return {.status = {}, .out = {}, .err = process.error()};
  const auto status = process->wait();
  return {.status = status, .out = content(out), .err = content(out + ".err")};
}

Finished Installation::luft(const std::vector<std::string>& words) {
  std::vector<std::string> command = {LUFT_PROGRAMS "/luft-cli"};
  command.insert(command.end(), words.begin(), words.end());
  return run(command);
}

void Installation::start_luft(const std::vector<std::string>& words) {
  std::vector<std::string> command = {LUFT_PROGRAMS "/luft-cli"};
  command.insert(command.end(), words.begin(), words.end());
  auto process = runtime::Process::start({.command = command,
                                          .set_env = environment_,
                                          .output_file = file("said"),
                                          .working_folder = {},
                                          .group = runtime::ProcessGroup::own});
  ASSERT_TRUE(process) << process.error();
  started_.emplace(std::move(*process));
}

std::string Installation::said() const {
  return content(file("said"));
}

bool Installation::becomes_ready() {
  return eventually(kReadyWithin,
                    [&] { return !started_->running() || !get("/readyz").is_null(); }) &&
         started_->running();
}

nlohmann::json Installation::get(const std::string& path) const {
  const auto answer = cli::ask({.base = "http://127.0.0.1:" + variable("LUFT_HTTP_PORT"),
                                .path = path,
                                .body = {},
                                .headers = {}});
  if (!answer || !answer->is_ok()) return nullptr;
  return nlohmann::json::parse(answer->body, nullptr, /*allow_exceptions=*/false);
}

std::string Installation::sql(const std::string& query) {
  auto finished = luft({"sql", query, "--format", "TSV"});
  EXPECT_TRUE(finished.status.success()) << query << "\n" << finished.err;
  while (finished.out.ends_with('\n')) finished.out.pop_back();
  return finished.out;
}

void Installation::publish(const std::string& topic, const std::string& payload) {
  std::ofstream(file("payload")) << payload;
  const auto sent = run({"mosquitto_pub", "-h", "127.0.0.1", "-p", variable("LUFT_MQTT_PORT"), "-q",
                         "1", "-t", topic, "-f", file("payload")});
  ASSERT_TRUE(sent.status.success()) << sent.err;
}

bool Installation::signal(const std::string& service, int number) {
  pid_t pid = 0;
  std::ifstream(data_.pid_file(service)) >> pid;
  return pid > 0 && ::kill(pid, number) == 0;
}

}  // namespace luft::tests

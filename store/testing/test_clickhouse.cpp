#include "store/testing/test_clickhouse.h"

#include <chrono>
#include <csignal>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/free_port.h"
#include "runtime/testing/temp_folder.h"
#include "store/migrations.h"
#include "store/server/engine.h"

namespace luft::store::testing {

namespace {

// Half a second, but for the first start from a slow and busy disk: the engine is half a gigabyte.
constexpr std::chrono::minutes kStartDeadline{3};
constexpr std::chrono::milliseconds kAskAgain{10};

template <class T>
T or_throw(ClickHouseResult<T> result, std::string_view what) {
  if (result) return *std::move(result);
  throw std::runtime_error(std::string(what) + ": " + result.error().message);
}

}  // namespace

struct TestClickHouse::State {
  runtime::testing::TempFolder folder;
  std::uint16_t http_port = runtime::testing::free_port();
  std::uint16_t tcp_port = runtime::testing::free_port();
  std::optional<runtime::Process> process;
};

bool TestClickHouse::available() {
  return find_engine("").has_value();
}

TestClickHouse::TestClickHouse(Schema schema) : state_(std::make_unique<State>()) {
  std::signal(SIGPIPE, SIG_IGN);  // as every program of ours does; the client relies on it
  start();
  if (schema == Schema::none) return;
  auto admin = client(DatabaseUser::admin);
  or_throw(migrate(admin), "migrating");
}

TestClickHouse::~TestClickHouse() {
  if (state_->process) state_->process->kill();
}

void TestClickHouse::start() {
  runtime::ProcessOptions options;
  options.command = {LUFT_CLICKHOUSE_PROGRAM};
  options.set_env = {{"LUFT_DATA", state_->folder.path()},
                     {"LUFT_CLICKHOUSE_HTTP_PORT", std::to_string(state_->http_port)},
                     {"LUFT_CLICKHOUSE_TCP_PORT", std::to_string(state_->tcp_port)}};
  options.output_file = state_->folder.file("clickhouse.log");
  options.working_folder = state_->folder.path();
  auto started = runtime::Process::start(options);
  if (!started) throw std::runtime_error(started.error());
  state_->process.emplace(*std::move(started));

  const auto deadline = std::chrono::steady_clock::now() + kStartDeadline;
  while (state_->process->running() && std::chrono::steady_clock::now() < deadline) {
    if (read_password(password_file(data_folder(), DatabaseUser::admin)) &&
        client(DatabaseUser::admin).query("SELECT 1")) {
      return;
    }
    std::this_thread::sleep_for(kAskAgain);
  }
  const char* how = state_->process->running() ? "answered nothing for 3 min" : "ended";
  throw std::runtime_error(std::string("luft-clickhouse ") + how + " instead of starting:\n" +
                           log());
}

void TestClickHouse::kill_hard() {
  state_->process->kill();
  state_->process.reset();
}

void TestClickHouse::hang() {
  state_->process->signal(SIGSTOP);
}

void TestClickHouse::go_on() {
  state_->process->signal(SIGCONT);
}

runtime::ExitStatus TestClickHouse::stop() {
  const auto status = state_->process->terminate(std::chrono::seconds{10});
  state_->process.reset();
  return status;
}

ClickHouseEndpoint TestClickHouse::endpoint(DatabaseUser user) const {
  ClickHouseEndpoint endpoint;
  endpoint.url = url();
  endpoint.user = name(user);
  const auto password = read_password(password_file(data_folder(), user));
  if (!password) throw std::runtime_error(password.error());
  endpoint.password = *password;
  return endpoint;
}

ClickHouseClient TestClickHouse::client(DatabaseUser user) const {
  return ClickHouseClient(endpoint(user));
}

std::string TestClickHouse::url() const {
  return "http://127.0.0.1:" + std::to_string(state_->http_port);
}
std::uint16_t TestClickHouse::http_port() const {
  return state_->http_port;
}
std::uint16_t TestClickHouse::tcp_port() const {
  return state_->tcp_port;
}
std::filesystem::path TestClickHouse::data_folder() const {
  return state_->folder.path();
}
pid_t TestClickHouse::pid() const {
  return state_->process->pid();
}
std::string TestClickHouse::log() const {
  return runtime::read_file(state_->folder.file("clickhouse.log")).value_or("");
}

}  // namespace luft::store::testing

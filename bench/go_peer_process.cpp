// Building and starting the peer, and counting what it stores in the engine itself.
#include "bench/go_peer_process.h"

#include <fmt/format.h>

#include <future>
#include <stdexcept>

#include "bench/connected_client.h"
#include "bench/luft_services.h"
#include "runtime/file.h"

namespace luft::bench {

namespace {

constexpr const char* kSource = LUFT_SOURCE_DIR "/bench/go_peer";
constexpr std::chrono::seconds kReadyIn{20};
constexpr std::chrono::milliseconds kCountEvery{100};

bool has_go() {
  auto process = runtime::Process::start({.command = {"/bin/sh", "-c", "command -v go"},
                                          .set_env = {},
                                          .output_file = "/dev/null",
                                          .working_folder = {}});
  return process && process->wait().success();
}

}  // namespace

std::string build_go_peer(const runtime::testing::TempFolder& folder) {
  if (!has_go()) throw std::runtime_error{"Go is not installed: the peer could not be built"};
  const auto program = folder.file("go-peer");
  const auto output = folder.file("build.log");
  auto build = runtime::Process::start({.command = {"go", "build", "-o", program, "."},
                                        .set_env = {},
                                        .output_file = output,
                                        .working_folder = kSource});
  if (!build) throw std::runtime_error{build.error()};
  if (!build->wait().success()) {
    throw std::runtime_error{"go build: " + runtime::read_file(output).value_or("no output")};
  }
  return program;
}

GoPeer::GoPeer(const std::string& program) : broker_{broker_config()} {
  const auto writer = clickhouse_.endpoint(store::DatabaseUser::writer);
  auto process = runtime::Process::start(
      {.command = {program},
       .set_env = {{"PEER_MQTT", fmt::format("tcp://127.0.0.1:{}", broker_.port())},
                   {"PEER_CLICKHOUSE", fmt::format("127.0.0.1:{}", clickhouse_.tcp_port())},
                   {"PEER_CLICKHOUSE_USER", writer.user},
                   {"PEER_CLICKHOUSE_PASSWORD", writer.password}},
       .output_file = folder_.file("go-peer.log"),
       .working_folder = folder_.path()});
  if (!process) throw std::runtime_error{process.error()};
  process_ = std::move(*process);
  wait_until_ready();
  counting_ = std::thread{&GoPeer::count, this};
}

GoPeer::~GoPeer() {
  stop_ = true;
  if (counting_.joinable()) counting_.join();
}

// It says so itself once it has subscribed, retained.
void GoPeer::wait_until_ready() const {
  std::promise<void> ready;
  std::atomic<bool> said = false;
  const ConnectedClient client{
      broker_.settings("unused"), "bench-waits", {"go-peer/ready"}, [&](const auto&) {
        if (!said.exchange(true)) ready.set_value();
      }};
  if (ready.get_future().wait_for(kReadyIn) != std::future_status::ready) {
    throw std::runtime_error{
        "the peer did not become ready: " +
        runtime::read_file(folder_.file("go-peer.log")).value_or("it said nothing")};
  }
}

void GoPeer::count() {
  auto reader = clickhouse_.client(store::DatabaseUser::admin);
  while (!stop_) {
    if (const auto rows = reader.query("SELECT count() FROM luft.readings")) {
      stored_ = std::stoull(*rows);
    }
    std::this_thread::sleep_for(kCountEvery);
  }
}

}  // namespace luft::bench

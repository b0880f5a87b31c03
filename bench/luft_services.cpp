// Starting the services as `luft up` does, with the settings a benchmark wants.
#include "bench/luft_services.h"

#include <fmt/format.h>
#include <httplib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "runtime/testing/free_port.h"

namespace luft::bench {

namespace {

constexpr std::chrono::seconds kReadyIn{20};
constexpr std::chrono::seconds kStoredIn{60};

runtime::Process start(std::string_view name, const std::map<std::string, std::string>& settings,
                       const runtime::testing::TempFolder& folder) {
  auto process = runtime::Process::start({.command = {program(name)},
                                          .set_env = settings,
                                          .output_file = folder.file(fmt::format("{}.log", name)),
                                          .working_folder = folder.path(),
                                          .group = runtime::ProcessGroup::own});
  if (!process) throw std::runtime_error{process.error()};
  return std::move(*process);
}

}  // namespace

const std::map<std::string, std::string> kNoRateLimits{{"LUFT_INTAKE_RATE", "1000000"},
                                                       {"LUFT_INTAKE_BURST", "1000000"}};

// mosquitto 2.0.11 was seen to drop everything once about as many messages as its limit had been
// queued for one connection, a moment each; a saturated broker queues that many in one run.
std::vector<std::string> broker_config() {
  return {"max_queued_messages 100000000", "max_queued_bytes 0", "max_inflight_messages 1000",
          "set_tcp_nodelay true"};
}

std::string program(std::string_view name) {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name).string();
}

LuftServices::LuftServices(WithModel with_model, const std::map<std::string, std::string>& settings)
    : broker_{broker_config()}, http_port_{runtime::testing::free_port()} {
  auto all = settings;
  all["LUFT_DATA"] = clickhouse_.data_folder().string();
  all["LUFT_MQTT_URL"] = broker_.socket_url();
  all["LUFT_CLICKHOUSE_URL"] = clickhouse_.url();
  all["LUFT_HTTP_PORT"] = fmt::format("{}", http_port_);
  all["LUFT_LOG_LEVEL"] = "warn";
  hub_ = start("luft-hub", all, folder_);
  if (with_model == WithModel::yes) ml_ = start("luft-ml", all, folder_);
  wait_until_ready();
}

std::vector<pid_t> LuftServices::pids() const {
  std::vector<pid_t> all{broker_.pid(), clickhouse_.pid(), hub_->pid()};
  if (ml_) all.push_back(ml_->pid());
  return all;
}

void LuftServices::wait_until_ready() {
  httplib::Client hub{"127.0.0.1", http_port_};
  const auto deadline = std::chrono::steady_clock::now() + kReadyIn;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto answer = hub.Get("/readyz");
    if (answer && answer->status == 200) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  std::ifstream log{folder_.file("luft-hub.log")};
  throw std::runtime_error{fmt::format("the hub did not become ready in {} s: {}", kReadyIn.count(),
                                       std::string{std::istreambuf_iterator<char>{log}, {}})};
}

double LuftServices::metric(const std::string& name) const {
  httplib::Client hub{"127.0.0.1", http_port_};
  const auto answer = hub.Get("/metrics");
  const auto line = "\n" + name + " ";
  const auto at = answer ? answer->body.find(line) : std::string::npos;
  if (at == std::string::npos) throw std::runtime_error{"/metrics does not tell " + name};
  return std::stod(answer->body.substr(at + line.size()));
}

std::uint64_t LuftServices::durable() const {
  return static_cast<std::uint64_t>(metric("luft_hub_durable_readings_total"));
}

void LuftServices::expect_stored_once(std::uint64_t readings) const {
  auto reader = clickhouse_.client(store::DatabaseUser::admin);
  const auto deadline = std::chrono::steady_clock::now() + kStoredIn;
  const auto expected = fmt::format("{0}\t{0}\n", readings);
  std::string found;
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    const auto answer = reader.query(
        "SELECT count(), uniqExact(device, boot, seq) FROM luft.readings WHERE boot > 0");
    found = answer ? *answer : answer.error().message;
  } while (found != expected && std::chrono::steady_clock::now() < deadline);
  if (found != expected) {
    throw std::runtime_error{
        fmt::format("{} readings sent, stored and distinct: {}", readings, found)};
  }
}

}  // namespace luft::bench

#include "hub/testing/hub_process.h"

#include <fmt/format.h>
#include <httplib.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "runtime/file.h"
#include "runtime/testing/free_port.h"

namespace luft::hub::testing {

using nlohmann::json;

namespace {

httplib::Headers as_headers(const std::map<std::string, std::string>& headers) {
  return {headers.begin(), headers.end()};
}

}  // namespace

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return true;
}

HubProcess::HubProcess(const runtime::testing::TestBroker& broker,
                       const store::testing::TestClickHouse& database,
                       std::map<std::string, std::string> settings)
    : port_{runtime::testing::free_port()},
      settings_{std::move(settings)},
      data_{database.data_folder().string()} {
  data_ = settings_.try_emplace("LUFT_DATA", data_).first->second;
  settings_["LUFT_MQTT_URL"] = broker.url();
  settings_.try_emplace("LUFT_CLICKHOUSE_URL", database.url());
  settings_["LUFT_HTTP_PORT"] = std::to_string(port_);
  start();
}

void HubProcess::start() {
  auto started = runtime::Process::start({.command = {LUFT_HUB_PROGRAM},
                                          .set_env = settings_,
                                          .output_file = folder_.file("hub.log"),
                                          .working_folder = folder_.path()});
  if (!started) throw std::runtime_error{started.error()};
  process_.emplace(*std::move(started));
  const bool serves = eventually([this] { return status_of("/healthz") == 200; });
  const bool connected = serves && eventually([this] {
                           const json readiness = get("/readyz");
                           return readiness.is_object() &&
                                  (readiness["parts"][0]["state"] == "ok" ||
                                   readiness.dump().find("the clock says") != std::string::npos);
                         });
  if (!connected) throw std::runtime_error{"luft-hub did not start:\n" + log()};
}

void HubProcess::kill() {
  process_->kill();
}

std::chrono::milliseconds HubProcess::stop() {
  const auto began = std::chrono::steady_clock::now();
  const auto status = process_->terminate(std::chrono::seconds{10});
  if (!status.success()) throw std::runtime_error{"luft-hub: " + status.text() + "\n" + log()};
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               began);
}

json HubProcess::get(const std::string& path) const {
  httplib::Client client{"127.0.0.1", port_};
  client.set_read_timeout(std::chrono::seconds{20});
  const auto answer = client.Get(path.c_str(), as_headers(password()));
  if (!answer) return nullptr;
  return json::parse(answer->body, nullptr, false);
}

std::string HubProcess::text(const std::string& path) const {
  httplib::Client client{"127.0.0.1", port_};
  const auto answer = client.Get(path.c_str());
  return answer ? answer->body : "";
}

int HubProcess::status_of(const std::string& path) const {
  httplib::Client client{"127.0.0.1", port_};
  const auto answer = client.Get(path.c_str(), as_headers(password()));
  return answer ? answer->status : 0;
}

int HubProcess::post(const std::string& path, const std::string& body,
                     const std::map<std::string, std::string>& headers) const {
  httplib::Client client{"127.0.0.1", port_};
  const auto answer = client.Post(path.c_str(), as_headers(headers), body, "application/json");
  return answer ? answer->status : 0;
}

std::map<std::string, std::string> HubProcess::password() const {
  const auto chosen = settings_.find("LUFT_HTTP_PASSWORD_FILE");
  const auto read = runtime::read_secret_file(
      chosen == settings_.end() ? data_file("credentials/http") : chosen->second);
  if (!read) return {};
  return {{"Authorization", "Bearer " + *read}};
}

json HubProcess::balanced_counts(const std::string& device) const {
  const json balance = get("/api/v1/verify");
  if (!balance.is_object() || balance.value("balanced", false) != true) return nullptr;
  return balance["devices"].value(device, json{});
}

std::string HubProcess::log() const {
  return runtime::read_file(folder_.file("hub.log")).value_or("");
}

std::string HubProcess::data_file(const std::string& name) const {
  return data_ + "/" + name;
}

}  // namespace luft::hub::testing

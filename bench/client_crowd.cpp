#include "bench/client_crowd.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace luft::bench {

namespace {

constexpr std::uint64_t kOtherFiles = 256;
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kLookAgain{5};

}  // namespace

std::size_t ClientCrowd::at_most(std::size_t count) {
  const auto files = runtime::raise_open_file_limit(count * runtime::kFilesPerClient + kOtherFiles);
  return std::min<std::size_t>(count, (files - kOtherFiles) / runtime::kFilesPerClient);
}

ClientCrowd::ClientCrowd(const runtime::MqttSettings& broker, const std::string& prefix,
                         std::size_t count, const OnDelivered& on_delivered) {
  for (std::size_t i = 0; i < count; ++i) {
    auto settings = broker;
    settings.client_id = fmt::format("{}-{}", prefix, i);
    runtime::MqttCallbacks callbacks;
    callbacks.on_connected = [this] { ++connected_; };
    callbacks.on_delivered = [on_delivered, i] { on_delivered(i); };
    clients_.push_back(
        std::make_unique<runtime::MqttClient>(loop_, settings, std::move(callbacks)));
    clients_.back()->connect();
  }
  loop_.start();
  wait_until_connected();
}

void ClientCrowd::wait_until_connected() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (connected_ < clients_.size()) {
    if (std::chrono::steady_clock::now() > deadline) {
      loop_.stop();
      throw std::runtime_error{
          fmt::format("only {} of {} clients could connect", connected_.load(), clients_.size())};
    }
    std::this_thread::sleep_for(kLookAgain);
  }
}

ClientCrowd::~ClientCrowd() {
  loop_.stop();
  clients_.clear();
}

}  // namespace luft::bench

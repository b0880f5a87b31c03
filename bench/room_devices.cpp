// Publishing for all rooms from one connection.
#include "bench/room_devices.h"

#include <fmt/format.h>
#include <httplib.h>

#include <chrono>
#include <future>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>
#include <utility>

namespace luft::bench {
namespace {

constexpr std::chrono::milliseconds kEach{2'000};
constexpr std::chrono::seconds kKnownIn{20};
constexpr std::uint64_t kSteps = 60;  // of 0.1 °C, then from the first again

std::string name_of(std::size_t device) {
  return fmt::format("room-{:02}", device);
}

double unix_ms() {
  return std::chrono::duration<double, std::milli>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void wait_until_known(std::uint16_t port, std::size_t count) {
  httplib::Client hub{"127.0.0.1", port};
  const auto deadline = std::chrono::steady_clock::now() + kKnownIn;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto answer = hub.Get("/api/v1/devices");
    const auto all = answer ? nlohmann::json::parse(answer->body, nullptr, false) : nullptr;
    if (all.is_object() && all["devices"].size() == count) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  throw std::runtime_error{"the hub does not know all rooms"};
}

}  // namespace

RoomDevices::RoomDevices(const LuftServices& services, std::size_t count)
    : count_{count},
      client_{services.broker().settings("unused"), "bench-rooms", {}, [](const auto&) {}} {
  client_.loop().post([this] {
    for (std::size_t device = 0; device < count_; ++device) {
      client_.publish(
          fmt::format("window/{}/state", name_of(device)),
          fmt::format(R"({{"position":{0},"target":{0},"moving":false,"cause":"control"}})",
                      device % 100));
      speak(device);
    }
  });
  wait_until_known(services.http_port(), count);
}

void RoomDevices::start() {
  client_.loop().post([this] {
    goes_on_ = true;
    speak_again();
  });
}

void RoomDevices::stop() {
  std::promise<void> stopped;
  client_.loop().post([&] {
    goes_on_ = false;
    stopped.set_value();
  });
  stopped.get_future().wait();
}

std::vector<RoomDevices::Said> RoomDevices::said() {
  const std::lock_guard lock{mutex_};
  return std::exchange(said_, {});
}

void RoomDevices::speak_again() {
  if (!goes_on_) return;
  speak(turns_ % count_);
  client_.loop().call_after(kEach / static_cast<std::int64_t>(count_), [this] { speak_again(); });
}

void RoomDevices::speak(std::size_t device) {
  const std::uint64_t step = turns_++ / count_ % kSteps;
  const std::string text = fmt::format("{:.1f}", 20 + static_cast<double>(step) / 10);
  const std::string name = name_of(device);
  {
    const std::lock_guard lock{mutex_};
    said_.push_back({.room = name, .text = text, .at_ms = unix_ms()});
  }
  client_.publish("sensor/" + name + "/temperature", text);
  client_.publish("sensor/" + name + "/humidity", fmt::format("{}", 40 + step % 10));
  client_.publish("sensor/" + name + "/sound_volume", fmt::format("{}", 30 + step % 5));
}

}  // namespace luft::bench

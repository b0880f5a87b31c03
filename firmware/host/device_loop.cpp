#include "firmware/host/device_loop.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace luft::firmware::host {
namespace {

using std::chrono::milliseconds;

// In each slice a tenth of the devices tick, so that messages never wait behind thousands of them.
constexpr std::size_t kSlices = 10;
// A site's devices do not all connect in one instant.
constexpr std::size_t kConnectsAtOnce = 20;
constexpr milliseconds kConnectEvery{10};
constexpr milliseconds kLastWordsWithin{2'000};
constexpr milliseconds kLookEvery{10};
constexpr std::size_t kOtherFiles = 100;

}  // namespace

DeviceLoop::DeviceLoop(milliseconds tick_every) : slice_every_(tick_every / kSlices) {}

void DeviceLoop::add(LinkedDevice& device, std::function<void()> tick) {
  devices_.push_back({.device = &device, .tick = std::move(tick)});
}

void DeviceLoop::start() {
  runtime::raise_open_file_limit(devices_.size() * runtime::kFilesPerClient + kOtherFiles);
  started_ = clock_.steady_now();
  loop_.call_after(milliseconds{0}, [this] { connect_some(); });
  loop_.call_after(slice_every_, [this] { tick_slice(); });
  loop_.start();
}

void DeviceLoop::connect_some() {
  const std::size_t end = std::min(next_to_connect_ + kConnectsAtOnce, devices_.size());
  for (; next_to_connect_ < end; ++next_to_connect_) devices_[next_to_connect_].device->connect();
  if (end < devices_.size()) loop_.call_after(kConnectEvery, [this] { connect_some(); });
}

void DeviceLoop::tick_slice() {
  loop_.call_after(slice_every_, [this] { tick_slice(); });
  for (std::size_t i = slice_; i < devices_.size(); i += kSlices) devices_[i].tick();
  slice_ = (slice_ + 1) % kSlices;
}

std::uint64_t DeviceLoop::unreceipted() {
  std::uint64_t held = 0;
  run([&] {
    for (const Driven& driven : devices_) held += driven.device->device().outbox().held();
  });
  return held;
}

std::size_t DeviceLoop::connected() {
  std::size_t count = 0;
  run([&] {
    for (const Driven& driven : devices_) count += driven.device->connected() ? 1 : 0;
  });
  return count;
}

std::string DeviceLoop::trouble() {
  std::string text;
  run([&] {
    for (const Driven& driven : devices_) {
      text = driven.device->trouble();
      if (!text.empty()) return;
    }
  });
  return text;
}

void DeviceLoop::say_offline_and_stop() {
  run([this] {
    for (const Driven& driven : devices_) driven.device->device().say_offline();
  });
  const auto end = clock_.steady_now() + kLastWordsWithin;
  for (std::size_t unsaid = 1; unsaid > 0 && clock_.steady_now() < end;) {
    std::this_thread::sleep_for(kLookEvery);
    run([&] {
      unsaid = 0;
      for (const Driven& driven : devices_) {
        if (driven.device->connected()) unsaid += driven.device->unacknowledged();
      }
    });
  }
  run([this] {
    for (const Driven& driven : devices_) driven.device->disconnect();
  });
  loop_.stop();
  stopped_ = clock_.steady_now();
}

}  // namespace luft::firmware::host

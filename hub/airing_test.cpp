#include "hub/airing.h"

#include <gtest/gtest.h>

#include "contract/limits.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr SystemTime kNow{1'790'000'000'000ms};

Snapshot snapshot_of(std::vector<Device> devices) {
  Snapshot snapshot;
  snapshot.devices.push_back(std::make_shared<const Device>());  // the unknown one
  for (Device& each : devices) {
    each.number = static_cast<DeviceNumber>(snapshot.devices.size());
    snapshot.devices.push_back(std::make_shared<const Device>(std::move(each)));
  }
  return snapshot;
}

Device window_held_for(std::uint32_t hold_s) {
  Device device;
  device.id = contract::DeviceId::cut("kitchen");
  Window window;
  window.state.position_pct = 10;
  window.state.target_pct = 40;
  window.state.hold_s = hold_s;
  window.time = kNow - 60s;
  device.window = std::make_shared<const Window>(window);
  return device;
}

TEST(Airing, IsOnWithoutAnyWindowAndWhileOneIsFree) {
  EXPECT_EQ(airing_of(snapshot_of({}), kNow), Airing::on);
  EXPECT_EQ(airing_of(snapshot_of({window_held_for(0)}), kNow), Airing::on);
  EXPECT_EQ(airing_of(snapshot_of({window_held_for(3600), window_held_for(60)}), kNow), Airing::on);
  EXPECT_EQ(airing_of(snapshot_of({window_held_for(3600), window_held_for(61)}), kNow),
            Airing::paused);
}

TEST(AiringWishes, HoldEachWindowWhereItIsGoingOrGiveItBack) {
  Device sensor;
  sensor.has_window = false;
  const Snapshot devices = snapshot_of({window_held_for(0), sensor});
  const auto paused = airing_wishes(devices, Airing::paused);
  ASSERT_EQ(paused.size(), 1U);
  EXPECT_EQ(std::get<contract::SetPosition>(paused[0].set),
            (contract::SetPosition{.position_pct = 40, .hold_s = contract::kMaxHoldSeconds}));
  const auto again = airing_wishes(devices, Airing::on);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<contract::ReleaseHold>(again[0].set));
}

}  // namespace
}  // namespace luft::hub

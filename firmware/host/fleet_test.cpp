// Virtual devices against a real broker, with a receipting subscriber for a hub.
#include "firmware/host/fleet.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "contract/window.h"
#include "firmware/host/testing/receipting_hub.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::firmware::host {
namespace {

using runtime::testing::TestBroker;
using std::chrono::milliseconds;
using testing::ReceiptingHub;

class FleetTest : public ::testing::Test {
 protected:
  FleetSettings settings(std::size_t rooms) const {
    FleetSettings result;
    result.connection = broker_.settings("fleet");
    result.rooms = rooms;
    result.sample_interval = milliseconds{200};
    result.rest_between_moves = milliseconds{0};
    return result;
  }
  static std::unique_ptr<Fleet> make(const FleetSettings& settings) {
    auto fleet = Fleet::make(settings, runtime::Log("test", {.level = runtime::LogLevel::off}));
    EXPECT_TRUE(fleet) << fleet.error();
    return std::move(*fleet);
  }
  // Stops sampling, and waits until every reading is receipted.
  bool drain(Fleet& fleet) {
    fleet.stop_sampling();
    return hub_.wait_until([&] { return fleet.loop().unreceipted() == 0; });
  }
  // Each reading the devices took has arrived, and is kept once.
  void expect_complete(const Fleet& fleet) const {
    const DeviceAccount sums = fleet.report().sums();
    EXPECT_EQ(sums.receipted, sums.sent);
    EXPECT_EQ(sums.dropped, 0U);
    std::set<std::tuple<std::string, std::uint64_t>> distinct;
    for (const auto& reading : hub_.kept()) distinct.emplace(reading.device, reading.ref.seq);
    EXPECT_EQ(distinct.size(), sums.sent);
    EXPECT_EQ(hub_.kept().size(), sums.sent);
  }

  TestBroker broker_{{"max_queued_messages 100000"}};
  ReceiptingHub hub_{broker_.settings("hub")};
};

TEST_F(FleetTest, HasEveryReadingReceiptedAndSaysOfflineAtTheEnd) {
  const auto fleet = make(settings(3));
  fleet->loop().start();
  ASSERT_TRUE(hub_.wait_until([&] { return hub_.kept().size() >= 60; }));
  EXPECT_TRUE(hub_.wait_until([&] { return hub_.statuses("online") == 3; }));
  ASSERT_TRUE(drain(*fleet));
  fleet->loop().say_offline_and_stop();
  EXPECT_TRUE(hub_.wait_until([&] { return hub_.statuses("offline") == 3; }));
  expect_complete(*fleet);
}

TEST_F(FleetTest, MovesTheWindowThatAControlNamesAndMeasuresTheLoop) {
  const auto fleet = make(settings(2));
  fleet->loop().start();
  contract::ReadingRef newest;
  ASSERT_TRUE(hub_.wait_until([&] {
    for (const auto& reading : hub_.kept()) {
      if (reading.device == "living-room") newest = reading.ref;
    }
    return newest.seq >= 3;
  }));
  hub_.publish("window/living-room/control",
               R"({"position":40,"confidence":0.9,"request_id":"r-1","as_of":[)" +
                   std::to_string(newest.boot) + "," + std::to_string(newest.seq) + "]}");
  ASSERT_TRUE(hub_.wait_until([&] {
    const auto state = contract::parse_window_state(hub_.last("window/living-room/state"));
    return state && !state->moving && state->position_pct == 40;
  }));
  ASSERT_TRUE(drain(*fleet));
  fleet->loop().say_offline_and_stop();
  const FleetReport report = fleet->report();
  EXPECT_EQ(report.devices[0].moved_by_model, 1U);
  EXPECT_EQ(report.devices[1].movements, 0U);
  EXPECT_EQ(report.loop_count, 1U);
  EXPECT_GT(report.loop_p50_ms, 0);
}

TEST_F(FleetTest, ClosesItsWindowsWhileTheSmokeFileIsThere) {
  const runtime::testing::TempFolder folder;
  FleetSettings with_alarm = settings(1);
  with_alarm.smoke_file = folder.file("smoke");
  const auto fleet = make(with_alarm);
  fleet->loop().start();
  ASSERT_TRUE(hub_.wait_until([&] { return hub_.kept().size() >= 3; }));
  hub_.publish("window/living-room/set", "40");
  ASSERT_TRUE(hub_.wait_until([&] {
    const auto state = contract::parse_window_state(hub_.last("window/living-room/state"));
    return state && !state->moving && state->position_pct == 40;
  }));
  folder.write("smoke", "");
  EXPECT_TRUE(hub_.wait_until([&] {
    const auto state = contract::parse_window_state(hub_.last("window/living-room/state"));
    return state && state->reason && state->reason->view() == "hazard: smoke input" &&
           state->position_pct == 0;
  }));
}

TEST_F(FleetTest, LosesNothingWhenTheBrokerIsKilledAndComesBack) {
  const auto fleet = make(settings(3));
  fleet->loop().start();
  ASSERT_TRUE(hub_.wait_until([&] { return hub_.kept().size() >= 30; }));
  broker_.kill();
  ASSERT_TRUE(hub_.wait_until([&] { return fleet->loop().unreceipted() >= 30; }));
  broker_.restart();
  ASSERT_TRUE(hub_.wait_until([&] { return fleet->loop().connected() == 3; }));
  ASSERT_TRUE(drain(*fleet));
  fleet->loop().say_offline_and_stop();
  expect_complete(*fleet);
}

TEST_F(FleetTest, KeepsQuietHoursByTheClockOfTheMachine) {
  const auto fleet = make(settings(1));
  fleet->loop().start();
  ASSERT_TRUE(hub_.wait_until([&] { return !hub_.kept().empty(); }));
  const int minute = LocalMinute().minute_of_day().value();
  hub_.publish("device/living-room/config/desired",
               fmt::format(R"({{"version":1,"window":{{"quiet_from_min":{},"quiet_to_min":{}}}}})",
                           (minute + 1'440 - 60) % 1'440, (minute + 60) % 1'440));
  const auto is_refused = [&] {
    // Refused, or, where it came before the device had looked at its clock, given up.
    return (hub_.last("device/living-room/event") + hub_.last("window/living-room/state"))
        .contains("quiet hours");
  };
  // The first one may come before the device has looked at its clock again.
  for (const char* target : {"90", "10"}) {
    hub_.publish("window/living-room/control",
                 fmt::format(R"({{"position":{},"confidence":1}})", target));
    ASSERT_TRUE(hub_.wait_until([&] {
      const std::string state = hub_.last("window/living-room/state");
      return is_refused() || state.find(fmt::format(R"("target":{})", target)) != std::string::npos;
    })) << hub_.last("window/living-room/state")
        << hub_.last("device/living-room/event") << hub_.last("device/living-room/config/reported");
  }
  EXPECT_TRUE(hub_.wait_until(is_refused));
}

TEST_F(FleetTest, DrivesFiveHundredDevicesOnOneLoop) {
  auto many = settings(500);
  many.sample_interval = milliseconds{1'000};
  const auto fleet = make(many);
  fleet->loop().start();
  ASSERT_TRUE(hub_.wait_until([&] { return fleet->loop().connected() == 500; }));
  ASSERT_TRUE(hub_.wait_until([&] { return hub_.kept().size() >= 4'500; }));
  ASSERT_TRUE(drain(*fleet));
  fleet->loop().say_offline_and_stop();
  expect_complete(*fleet);
  EXPECT_EQ(fleet->report().devices.size(), 500U);
}

TEST_F(FleetTest, HasOneMoreDeviceForTheWeatherIfAskedTo) {
  auto with_weather = settings(1);
  with_weather.outdoors = FleetSettings::Outdoors::one_device;
  const auto fleet = make(with_weather);
  fleet->loop().start();
  std::set<contract::Metric> outdoors;
  ASSERT_TRUE(hub_.wait_until([&] {
    for (const auto& reading : hub_.kept()) {
      if (reading.device == "outdoor") outdoors.insert(reading.metric);
    }
    return outdoors.size() >= 4;
  }));
  EXPECT_TRUE(outdoors.contains(contract::Metric::rain));
  EXPECT_EQ(fleet->report().devices.size(), 2U);
}

}  // namespace
}  // namespace luft::firmware::host

// People's changes over HTTP at a real hub, and a device's settings over a real broker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <mutex>
#include <nlohmann/json.hpp>

#include "contract/device_config.h"
#include "hub/testing/hub_process.h"
#include "runtime/mqtt_link.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::hub::testing {
namespace {

using nlohmann::json;
using store::testing::TestClickHouse;

// Takes every desired config and reports it as in force.
class ObedientDevice {
 public:
  explicit ObedientDevice(const runtime::testing::TestBroker& broker)
      : link_{{.mqtt = broker.settings("kitchen"),
               .subscriptions = {{.filter = "device/kitchen/config/desired"}},
               .status = {}},
              {.on_message =
                   [this](const runtime::MqttMessage& message) {
                     const auto desired = contract::parse_device_config(message.payload);
                     if (!desired) return;
                     contract::ReportedConfig report;
                     report.in_force = *desired;
                     std::array<char, contract::kMaxMessageBytes> buffer;
                     (void)link_.publish("device/kitchen/config/reported",
                                         contract::write_reported_config(report, buffer),
                                         {.retain = contract::Retain::yes});
                   }},
              runtime::Log{"kitchen", {.level = runtime::LogLevel::off}}} {
    link_.start();
  }
  bool say(std::string_view topic, std::string_view payload) {
    return eventually([&] { return link_.publish(topic, payload).has_value(); });
  }

 private:
  runtime::MqttLink link_;
};

class SettingsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestClickHouse::available()) GTEST_SKIP() << "the embedded ClickHouse is not installed";
    database.emplace();
    hub.emplace(broker, *database);
    device.emplace(broker);
    ASSERT_TRUE(device->say("sensor/kitchen/temperature", "21"));
    ASSERT_TRUE(eventually([this] { return hub->status_of(kKitchen) == 200; }));
  }
  int patch(const std::string& body) {
    httplib::Client client{"127.0.0.1", hub->port()};
    const auto answer = client.Patch(kKitchen, body, "application/json");
    return answer ? answer->status : 0;
  }
  int put_config(const std::string& body) {
    httplib::Client client{"127.0.0.1", hub->port()};
    const auto answer = client.Put(kConfig, body, "application/json");
    return answer ? answer->status : 0;
  }
  bool becomes_in_force(int version) {
    return eventually([&] {
      const json config = hub->get(kConfig);
      return config.is_object() && config.value("in_force", false) &&
             config["reported"]["version"] == version;
    });
  }

  static constexpr const char* kKitchen = "/api/v1/devices/kitchen";
  static constexpr const char* kConfig = "/api/v1/devices/kitchen/config";
  runtime::testing::TestBroker broker;
  std::optional<TestClickHouse> database;
  std::optional<HubProcess> hub;
  std::optional<ObedientDevice> device;
};

TEST_F(SettingsTest, WhatPeopleSayOfADeviceIsKeptOverKillNineAndMirrored) {
  EXPECT_EQ(patch(R"({"name":"Kitchen window","room":"Kitchen","labels":{"floor":"2"},)"
                  R"("trigger":{"temperature_c":0.5}})"),
            200);
  EXPECT_EQ(patch(R"({"trigger":{"temperature_c":500}})"), 400);
  EXPECT_EQ(patch(R"({"colour":"red"})"), 400);
  const auto mirrored = [this] {
    auto client = database->client(store::DatabaseUser::reader);
    return client
        .query(
            "SELECT name, room, labels['floor'] FROM luft.devices FINAL WHERE device = 'kitchen'")
        .value_or("");
  };
  EXPECT_TRUE(eventually([&] { return mirrored() == "Kitchen window\tKitchen\t2\n"; }))
      << mirrored();
  hub->kill();
  hub->start();
  ASSERT_TRUE(eventually([this] { return hub->status_of(kKitchen) == 200; }));
  const json kitchen = hub->get(kKitchen);
  EXPECT_EQ(kitchen.value("name", ""), "Kitchen window");
  EXPECT_EQ(kitchen.value("room", ""), "Kitchen");
  EXPECT_EQ(kitchen.value("trigger_settings", json{}), (json{{"temperature_c", 0.5}}));
}

TEST_F(SettingsTest, ARemovedDeviceIsGoneEverywhereAndItsHistoryStays) {
  ASSERT_TRUE(device->say("window/kitchen/state",
                          R"({"position":0,"target":0,"moving":false,"cause":"guard"})"));
  ASSERT_EQ(put_config("{}"), 202);
  ASSERT_TRUE(becomes_in_force(1));
  const auto history = [this](const std::string& sql) {
    return database->client(store::DatabaseUser::reader).query(sql).value_or("");
  };
  const std::string readings = "SELECT count() FROM luft.readings WHERE device = 'kitchen'";
  ASSERT_TRUE(eventually([&] { return history(readings) == "1\n"; }));
  runtime::testing::MqttPeer home_assistant{broker.settings("ha"),
                                            {"homeassistant/device/kitchen/config"}};
  ASSERT_TRUE(home_assistant.next_on("homeassistant/device/kitchen/config"));

  httplib::Client client{"127.0.0.1", hub->port()};
  EXPECT_EQ(client.Delete("/api/v1/devices/nobody", "{}", "application/json")->status, 404);
  const auto answer = client.Delete(kKitchen, "{}", "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200) << answer->body;
  EXPECT_TRUE(eventually([this] { return hub->status_of(kKitchen) == 404; }));
  auto said = home_assistant.next_on("homeassistant/device/kitchen/config");
  while (said && !said->payload.empty()) said = home_assistant.next_on(said->topic);
  EXPECT_TRUE(said) << "Home Assistant was not told";
  EXPECT_TRUE(eventually([&] {
    return history("SELECT status FROM luft.devices FINAL WHERE device = 'kitchen'") == "revoked\n";
  }));
  EXPECT_EQ(history(readings), "1\n");
  runtime::testing::MqttPeer late{broker.settings("late"),
                                  {"device/kitchen/#", "window/kitchen/#", "luft/end"}};
  late.publish("luft/end", "1");
  const auto first = late.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->topic, "luft/end") << "the broker keeps nothing of it";

  ASSERT_TRUE(device->say("sensor/kitchen/temperature", "22"));
  EXPECT_TRUE(eventually([this] { return hub->status_of(kKitchen) == 200; })) << "a new device";
  EXPECT_TRUE(eventually([this] { return hub->get("/api/v1/verify").value("balanced", false); }));
}

TEST_F(SettingsTest, ADesiredConfigReachesTheDeviceAndWhatItReportsIsShown) {
  EXPECT_EQ(put_config(R"({"metrics":{"temperature":{"interval_s":30}}})"), 202);
  EXPECT_TRUE(becomes_in_force(1)) << hub->get(kConfig);
  EXPECT_EQ(put_config(R"({"window":{"strict":true}})"), 202);
  EXPECT_TRUE(becomes_in_force(2)) << hub->get(kConfig);
  EXPECT_EQ(put_config(R"({"metrics":{"temperature":{"interval_s":0}}})"), 400);
  EXPECT_EQ(put_config(R"({"metrics":{"temperatur":{"interval_s":30}}})"), 400);
}

TEST_F(SettingsTest, ABrokerThatForgotWhatItRetainedIsToldAgain) {
  EXPECT_EQ(put_config(R"({"window":{"rest_s":90}})"), 202);
  ASSERT_TRUE(becomes_in_force(1));
  device.reset();
  broker.restart();  // it keeps nothing
  ASSERT_TRUE(eventually([this] { return hub->status_of("/readyz") == 200; }));
  device.emplace(broker);
  ASSERT_TRUE(device->say("device/kitchen/config/reported", R"({"version":0})"));
  EXPECT_TRUE(becomes_in_force(1)) << hub->get(kConfig);
}

}  // namespace
}  // namespace luft::hub::testing

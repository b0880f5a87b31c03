// Other people's devices through a real broker, the hub as a process and a real database: their own
// payloads go in, readings and windows come out. The covers here answer as the real ones do.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "hub/foreign/golden_file.h"
#include "hub/testing/hub_process.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::hub::testing {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using runtime::testing::MqttPeer;
using runtime::testing::TestBroker;
using store::DatabaseUser;
using store::testing::TestClickHouse;

constexpr std::string_view kSettings = R"(
rooms:
  - {name: Bath, devices: [bath-sensor, gen2], outdoor: [balcony]}
sources:
  - {topic: zigbee2mqtt/Bath, pointer: /temperature, device: bath-sensor, metric: temperature}
  - {topic: zigbee2mqtt/Bath, pointer: /humidity, device: bath-sensor, metric: humidity}
  - {topic: zigbee2mqtt/Bath, pointer: /pressure, device: bath-sensor, metric: pressure}
  - {topic: weather/rain, device: balcony, metric: rain}
covers:
  - device: gen2
    set_position: {topic: "shellyplus2pm-01/command/cover:0", payload: "pos,{position}"}
    open: {topic: "shellyplus2pm-01/command/cover:0", payload: open}
    close: {topic: "shellyplus2pm-01/command/cover:0", payload: close}
    stop: {topic: "shellyplus2pm-01/command/cover:0", payload: stop}
    state: {topic: "shellyplus2pm-01/status/cover:0", pointer: /current_pos}
  - device: gen1
    set_position: {topic: shellies/shellyswitch25-01/roller/0/command/pos, payload: "{position}"}
    stop: {topic: shellies/shellyswitch25-01/roller/0/command, payload: stop}
    state: {topic: shellies/shellyswitch25-01/roller/0/pos}
  - device: esphome
    set_position: {topic: attic/cover/skylight/position/command, payload: "{position}"}
    stop: {topic: attic/cover/skylight/command, payload: STOP}
    state: {topic: attic/cover/skylight/position/state}
  - device: zigbee
    set_position: {topic: "zigbee2mqtt/Hall blind/set", payload: '{"position": {position}}'}
    stop: {topic: "zigbee2mqtt/Hall blind/set", payload: '{"state": "STOP"}'}
    state: {topic: zigbee2mqtt/Hall blind, pointer: /position}
    inverted: true
)";

json status_of_gen2(double position) {
  json status = json::parse(golden("shelly_gen2_cover.json"));
  status["current_pos"] = position;
  status["state"] = position == 0 ? "closed" : "open";
  return status;
}

json status_of_zigbee(double position) {
  json status = json::parse(golden("zigbee2mqtt_cover.json"));
  status["position"] = position;
  return status;
}

class ForeignDevices : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestClickHouse::available()) GTEST_SKIP() << "the embedded ClickHouse is not installed";
    database.emplace();
    hub.emplace(
        broker, *database,
        std::map<std::string, std::string>{{"LUFT_CONFIG", folder.write("luft.yaml", kSettings)}});
    // Its introductions come last: then it listens.
    ASSERT_TRUE(eventually([this] { return device("gen2")["has_window"] == true; })) << hub->log();
  }

  json device(const std::string& id) {
    json found = hub->get("/api/v1/devices/" + id);
    return found.is_object() ? found : json::object();
  }
  bool window_is(const std::string& id, const json& expected) {
    return eventually([&] {
      const json window = device(id).value("window", json{});
      if (!window.is_object()) return false;
      for (const auto& [name, value] : expected.items()) {
        if (window.value(name, json{}) != value) return false;
      }
      return true;
    });
  }
  std::string sql(const std::string& query) {
    auto answer = database->client(DatabaseUser::reader).query(query);
    return answer ? *answer : answer.error().message;
  }
  // A person asks on the page; the cover is told so in its own words and answers in its own.
  void expect_to_move(const std::string& id, const std::string& topic, const std::string& command,
                      const std::string& state_topic, const std::string& before,
                      const std::string& after) {
    MqttPeer cover{broker.settings("cover-" + id), {topic}};
    cover.publish(state_topic, before, {.retain = runtime::Retain::yes});
    EXPECT_TRUE(window_is(id, {{"position", 0}, {"moving", false}})) << device(id);
    const std::string wish = R"({"position":40,"hold_s":600})";
    EXPECT_EQ(hub->post("/api/v1/devices/" + id + "/window", wish), 202);
    const auto told = cover.next_on(topic);
    ASSERT_TRUE(told) << id;
    EXPECT_EQ(told->payload, command);
    EXPECT_TRUE(window_is(id, {{"target", 40}, {"moving", true}})) << device(id);
    cover.publish(state_topic, after, {.retain = runtime::Retain::yes});
    EXPECT_TRUE(window_is(id, {{"position", 40}, {"moving", false}, {"cause", "person"}}))
        << device(id);
  }

  runtime::testing::TempFolder folder;
  TestBroker broker;
  std::optional<TestClickHouse> database;
  std::optional<HubProcess> hub;
};

TEST_F(ForeignDevices, AZigbeeThermometerIsStoredAndShown) {
  MqttPeer zigbee{broker.settings("zigbee2mqtt")};
  zigbee.publish("zigbee2mqtt/Bath", golden("zigbee2mqtt_thermometer.json"));
  zigbee.publish("zigbee2mqtt/Bath", golden("zigbee2mqtt_contact.json"));
  EXPECT_TRUE(eventually([this] {
    return sql("SELECT metric, value FROM luft.readings WHERE device = 'bath-sensor' "
               "ORDER BY metric") == "humidity\t58.5\npressure\t1001.8\ntemperature\t22.4\n";
  })) << sql("SELECT * FROM luft.readings");
  const json sensor = device("bath-sensor");
  EXPECT_EQ(sensor["readings"]["pressure"]["value"], 1001.8);
  EXPECT_EQ(sensor["readings"]["pressure"]["unit"], "hPa");
  EXPECT_EQ(sensor["has_window"], false);
  EXPECT_EQ(sensor["room"], "Bath");
}

TEST_F(ForeignDevices, CoversOfFourMakersMoveAsAPersonAsks) {
  expect_to_move("gen2", "shellyplus2pm-01/command/cover:0", "pos,40",
                 "shellyplus2pm-01/status/cover:0", status_of_gen2(0).dump(),
                 status_of_gen2(40).dump());
  expect_to_move("gen1", "shellies/shellyswitch25-01/roller/0/command/pos", "40",
                 "shellies/shellyswitch25-01/roller/0/pos", "0", "40");
  expect_to_move("esphome", "attic/cover/skylight/position/command", "40",
                 "attic/cover/skylight/position/state", "0", "40");
  expect_to_move("zigbee", "zigbee2mqtt/Hall blind/set", R"({"position": 60})",
                 "zigbee2mqtt/Hall blind", status_of_zigbee(100).dump(),
                 status_of_zigbee(60).dump());
}

TEST_F(ForeignDevices, TheModelMovesACoverRainClosesItAndHistoryTellsBoth) {
  const std::string command = "shellyplus2pm-01/command/cover:0";
  const std::string status = "shellyplus2pm-01/status/cover:0";
  MqttPeer model{broker.settings("model"), {"ml/inference/request/+"}};
  MqttPeer cover{broker.settings("shelly"), {command}};
  cover.publish(status, status_of_gen2(0).dump());
  ASSERT_TRUE(window_is("gen2", {{"position", 0}}));
  cover.publish("zigbee2mqtt/Bath", golden("zigbee2mqtt_thermometer.json"));
  const auto asked = model.next();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->topic, "ml/inference/request/gen2");  // not the thermometer's
  const json request = json::parse(asked->payload);
  EXPECT_EQ(request["temp"], 22.4);
  model.publish(
      "window/gen2/control",
      json{{"position", 30}, {"confidence", 0.8}, {"request_id", request["request_id"]}}.dump());
  const auto told = cover.next_on(command);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->payload, "pos,30");
  cover.publish(status, status_of_gen2(30).dump());
  EXPECT_TRUE(window_is("gen2", {{"position", 30}, {"cause", "control"}}));

  cover.publish("weather/rain", "1.4");
  const auto closed = cover.next_on(command);
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->payload, "close");
  cover.publish(status, status_of_gen2(0).dump());
  EXPECT_TRUE(window_is("gen2", {{"position", 0}, {"reason", "hazard: rain"}}));
  EXPECT_TRUE(eventually([this] {
    return sql("SELECT from_pct, to_pct, cause FROM luft.window_actions WHERE device = 'gen2' "
               "ORDER BY time") == "0\t30\tcontrol\n30\t0\tguard\n";
  })) << sql("SELECT * FROM luft.window_actions");
}

// Both end where Luft is started anew, and the broker that Luft starts keeps nothing.
TEST_F(ForeignDevices, APersonsHoldOutlivesHubAndBroker) {
  const std::string status = "shellies/shellyswitch25-01/roller/0/pos";
  std::optional<MqttPeer> cover;
  cover.emplace(broker.settings("shelly"), std::vector<std::string>{"device/gen1/event"});
  cover->publish(status, "0", {.retain = runtime::Retain::yes});
  ASSERT_TRUE(window_is("gen1", {{"position", 0}}));
  EXPECT_EQ(hub->post("/api/v1/devices/gen1/window", R"({"position":0,"hold_s":3600})"), 202);
  ASSERT_TRUE(window_is("gen1", {{"cause", "person"}}));
  std::this_thread::sleep_for(500ms);  // what is not on the hub's disk yet, a broker may know
  hub->kill();
  cover.reset();
  broker.restart();
  cover.emplace(broker.settings("shelly"), std::vector<std::string>{"device/gen1/event"});
  hub->start();
  cover->publish(status, "0", {.retain = runtime::Retain::yes});
  const auto refused = [&] {
    cover->publish("window/gen1/control", R"({"position":80,"confidence":0.9})");
    return cover->next_on("device/gen1/event", 1s).has_value();
  };
  EXPECT_TRUE(eventually(refused));
}

}  // namespace
}  // namespace luft::hub::testing

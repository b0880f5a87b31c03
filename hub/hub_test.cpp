// The hub as a process, with a real broker and a real database: what goes in comes out once,
// whatever is killed meanwhile.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sodium.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "contract/inference.h"
#include "hub/journal/journal.h"
#include "hub/testing/faithful_device.h"
#include "hub/testing/hub_process.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::hub::testing {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using runtime::testing::TestBroker;
using store::DatabaseUser;
using store::testing::TestClickHouse;

class HubTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestClickHouse::available()) GTEST_SKIP() << "the embedded ClickHouse is not installed";
    database.emplace();
    hub.emplace(broker, *database);
    person.start();
    ASSERT_TRUE(eventually([this] { return person.connected(); }));
    ASSERT_TRUE(eventually([this] { return hub->status_of("/readyz") == 200; }));
  }
  // Whether so many readings of a device come to be stored, with everything accounted for.
  ::testing::AssertionResult stores(const std::string& device, std::uint64_t readings) {
    const bool stored = eventually([&] {
      const json counts = hub->balanced_counts(device);
      return counts.is_object() && counts["stored"] == readings;
    });
    if (stored) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << hub->get("/api/v1/verify") << "\n" << hub->log();
  }
  void say(const std::string& topic, const std::string& payload) {
    ASSERT_TRUE(eventually([&] { return person.publish(topic, payload).has_value(); }));
  }
  std::string sql(const std::string& query) {
    auto client = database->client(DatabaseUser::reader);
    auto answer = client.query(query);
    return answer ? *answer : answer.error().message;
  }
  // Readings of a device, and how many of them are there only once.
  void expect_stored_once(const std::string& device, std::uint64_t readings) {
    EXPECT_EQ(sql(fmt::format("SELECT count(), uniqExact(boot, seq) FROM luft.readings "
                              "WHERE device = '{}'",
                              device)),
              fmt::format("{}\t{}\n", readings, readings));
  }
  // Sends again until all is receipted.
  bool settles(FaithfulDevice& device) {
    return eventually(
        [&device, last = std::chrono::steady_clock::now()]() mutable {
          if (device.held() == 0) return true;
          if (std::chrono::steady_clock::now() - last > 1s) {
            device.send_again();
            last = std::chrono::steady_clock::now();
          }
          return false;
        },
        60s);
  }

  TestBroker broker;
  std::optional<TestClickHouse> database;
  std::optional<HubProcess> hub;
  runtime::MqttLink person{{.mqtt = broker.settings("person"), .subscriptions = {}, .status = {}},
                           {},
                           runtime::Log{"person", {.level = runtime::LogLevel::off}}};
};

TEST_F(HubTest, AStrangersBareNumberIsStoredAndVisible) {
  say("sensor/kitchen/temperature", "21.5");
  EXPECT_TRUE(eventually([this] {
    const json points = hub->get("/api/v1/devices/kitchen/readings?metric=temperature&step=raw");
    return points.is_object() && points.contains("points") && points["points"].size() == 1;
  }));
  const json device = hub->get("/api/v1/devices/kitchen");
  EXPECT_EQ(device["readings"]["temperature"]["value"], 21.5);
  EXPECT_EQ(device["status"], "active");
}

TEST_F(HubTest, IdentifiedReadingsAreStoredOnceThoughTheyAreSentAgainAndAgain) {
  FaithfulDevice device{broker, "kitchen", 1'048'577};
  ASSERT_TRUE(eventually([&] { return device.connected(); }));
  for (int i = 0; i < 500; ++i) {
    device.sample();
    if (i % 100 == 50) device.send_again();
  }
  ASSERT_TRUE(settles(device));
  EXPECT_TRUE(stores("kitchen", 500));
  const json counts = hub->balanced_counts("kitchen");
  EXPECT_GT(counts["duplicate"], 0);
  EXPECT_EQ(counts["lost"], 0);
  expect_stored_once("kitchen", 500);
}

TEST_F(HubTest, KillNineOfTheHubInTheMiddleLosesAndDoublesNothing) {
  FaithfulDevice device{broker, "kitchen", 1'048'577};
  ASSERT_TRUE(eventually([&] { return device.connected(); }));
  std::atomic<bool> done = false;
  std::thread sampling{[&] {
    while (!done) {
      device.sample();
      std::this_thread::sleep_for(1ms);
    }
  }};
  for (int round = 1; round <= 4; ++round) {
    const std::uint64_t enough = device.sampled() + static_cast<std::uint64_t>(150 * round);
    EXPECT_TRUE(eventually([&] { return device.sampled() >= enough; }));
    hub->kill();
    hub->start();
  }
  done = true;
  sampling.join();
  ASSERT_TRUE(settles(device)) << device.held();
  EXPECT_TRUE(stores("kitchen", device.sampled()));
  expect_stored_once("kitchen", device.sampled());
}

TEST_F(HubTest, KillNineOfTheDatabaseLosesAndDoublesNothing) {
  FaithfulDevice device{broker, "kitchen", 1'048'577};
  ASSERT_TRUE(eventually([&] { return device.connected(); }));
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 300; ++i) device.sample();
    database->kill_hard();
    for (int i = 0; i < 300; ++i) device.sample();
    // Receipts do not wait for the database.
    ASSERT_TRUE(settles(device)) << device.held();
    database->start();
  }
  EXPECT_TRUE(stores("kitchen", device.sampled()));
  expect_stored_once("kitchen", device.sampled());
  EXPECT_EQ(hub->status_of("/readyz"), 200);
}

TEST_F(HubTest, SaysWhyItIsNotReadyWhileTheDatabaseIsAway) {
  database->kill_hard();
  say("sensor/kitchen/temperature", "21");
  EXPECT_TRUE(eventually([this] { return hub->status_of("/readyz") == 503; }));
  const json parts = hub->get("/readyz")["parts"];
  EXPECT_EQ(parts[1]["name"], "database");
  EXPECT_EQ(parts[1]["state"], "down");
  EXPECT_NE(parts[1]["detail"], "");
  EXPECT_EQ(hub->status_of("/healthz"), 200);
  EXPECT_TRUE(eventually([this] {
    const json device = hub->get("/api/v1/devices/kitchen");
    return device.contains("readings") && device["readings"]["temperature"]["value"] == 21;
  }));
}

TEST_F(HubTest, WaitsAndSaysWhyWhileItsClockIsBeforeTheNewestEntryOfItsJournal) {
  hub->stop();
  {
    auto journal = Journal::open(hub->data_file("hub.sqlite"));
    ASSERT_TRUE(journal);
    JournalBatch batch;
    batch.devices.push_back({.number = 1,
                             .id = contract::DeviceId::cut("kitchen"),
                             .first_seen = SystemTime{std::chrono::milliseconds{4'000'000'000'000}},
                             .counts = {},
                             .state = {},
                             .receipts = {}});
    ASSERT_TRUE(journal->commit({&batch, 1}));
  }
  hub->start();
  EXPECT_EQ(hub->status_of("/readyz"), 503);
  EXPECT_THAT(hub->get("/readyz").dump(),
              ::testing::HasSubstr("before the newest entry of the journal"));
  EXPECT_LT(hub->stop(), 5s);
}

TEST_F(HubTest, GarbageIsQuarantinedCountedAndHarmless) {
  for (const auto* topic :
       {"sensor/kitchen/temperature", "sensor/kitchen/batch", "sensor/kitchen/nonsense",
        "sensor/kitchen/a/b", "window/kitchen/state", "device/kitchen/info"}) {
    for (const auto* garbage : {"", "{", "NaN", "[[[[[[[[]]]]]]]]", "\x01\xff\xfe"}) {
      say(topic, garbage);
    }
  }
  say("sensor/kitchen/temperature", "21");
  EXPECT_TRUE(stores("kitchen", 1));
  EXPECT_TRUE(eventually(  // the API's figures are some moments old
      [this] { return hub->get("/api/v1/system")["totals"]["quarantined"] == 30; }));
  EXPECT_EQ(sql("SELECT count() FROM luft.quarantine"), "30\n");
}

TEST_F(HubTest, AWavFromTheFirstImplementationBecomesASoundLevel) {
  std::string wav = "RIFF....WAVEfmt ";
  const auto put = [&wav](auto value) {
    wav.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  put(std::uint32_t{16});
  put(std::uint16_t{1});
  put(std::uint16_t{1});
  put(std::uint32_t{16'000});
  put(std::uint32_t{32'000});
  put(std::uint16_t{2});
  put(std::uint16_t{16});
  wav += "data";
  put(std::uint32_t{64'000});
  for (int i = 0; i < 32'000; ++i) put(static_cast<std::int16_t>(i % 16 < 8 ? 3000 : -3000));
  std::string text(sodium_base64_encoded_len(wav.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(wav.data()),
                    wav.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  say("sensor/kitchen/audio",
      fmt::format(R"({{"data":"{}","sample_rate":16000,"duration":2.0}})", text));
  EXPECT_TRUE(eventually([this] {
    return sql("SELECT count() FROM luft.readings WHERE device = 'kitchen' AND "
               "metric = 'sound_volume' AND value BETWEEN 90 AND 110") == "1\n";
  })) << sql("SELECT metric, value FROM luft.readings");
}

TEST_F(HubTest, WhatTheHubAsksIsWhatTheModelUnderstands) {
  std::mutex mutex;
  std::string heard;
  runtime::MqttLink model{{.mqtt = broker.settings("model"),
                           .subscriptions = {{.filter = "ml/inference/request/#"}},
                           .status = {}},
                          {.on_message =
                               [&](const runtime::MqttMessage& message) {
                                 const std::lock_guard lock{mutex};
                                 heard = message.payload;
                               }},
                          runtime::Log{"model", {.level = runtime::LogLevel::off}}};
  model.start();
  ASSERT_TRUE(eventually([&] { return model.connected(); }));
  say("sensor/kitchen/sound_volume", "41.5");
  say("sensor/kitchen/temperature", "24");
  say("sensor/kitchen/humidity", "50");
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard lock{mutex};
    return !heard.empty();
  }));
  model.stop();
  const auto request = contract::parse_inference_request(heard);
  ASSERT_TRUE(request) << heard;
  EXPECT_EQ(request->temp_c, 24);
  EXPECT_EQ(request->volume_dba, 41.5);  // dB(A), as the device measured it
}

TEST_F(HubTest, APersonsHandReachesTheWindow) {
  std::mutex mutex;
  std::vector<std::string> heard;
  runtime::MqttLink window{{.mqtt = broker.settings("window"),
                            .subscriptions = {{.filter = "window/kitchen/set"}},
                            .status = {}},
                           {.on_message =
                                [&](const runtime::MqttMessage& message) {
                                  const std::lock_guard lock{mutex};
                                  heard.emplace_back(message.payload);
                                }},
                           runtime::Log{"window", {.level = runtime::LogLevel::off}}};
  window.start();
  ASSERT_TRUE(eventually([&] { return window.connected(); }));
  say("sensor/kitchen/temperature", "24");
  ASSERT_TRUE(eventually([&] { return hub->status_of("/api/v1/devices/kitchen") == 200; }));
  EXPECT_EQ(hub->post("/api/v1/devices/kitchen/window", R"({"position":50,"hold_s":60})"), 202);
  EXPECT_EQ(hub->post("/api/v1/devices/kitchen/release", "{}"), 202);
  EXPECT_EQ(hub->post("/api/v1/devices/kitchen/window", R"({"position":500})"), 400);
  EXPECT_EQ(hub->post("/api/v1/devices/nobody/window", R"({"position":50})"), 404);
  EXPECT_EQ(hub->post("/api/v1/devices/kitchen/window", R"({"position":50})",
                      {{"Origin", "https://evil.example"}}),
            403);
  EXPECT_TRUE(eventually([&] {
    const std::lock_guard lock{mutex};
    return heard.size() == 2;
  }));
  const std::lock_guard lock{mutex};
  EXPECT_EQ(json::parse(heard.at(0)), (json{{"position", 50}, {"hold_s", 60}}));
  EXPECT_EQ(heard.at(1), "AUTO");
}

TEST_F(HubTest, StreamsWhatChangesToAPage) {
  std::mutex mutex;
  std::string text;
  std::atomic<bool> ending = false;
  std::thread page{[&] {
    httplib::Client client{"127.0.0.1", hub->port()};
    client.set_read_timeout(10s);
    client.Get("/api/v1/events", [&](const char* bytes, std::size_t length) {
      const std::lock_guard lock{mutex};
      text.append(bytes, length);
      return !ending;
    });
  }};
  const auto has = [&](std::string_view part) {
    return eventually([&] {
      const std::lock_guard lock{mutex};
      return text.find(part) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("event: snapshot\ndata: {"));
  say("sensor/kitchen/temperature", "23.25");
  EXPECT_TRUE(has("event: device\ndata: {\"id\":\"kitchen\""));
  EXPECT_TRUE(has("23.25"));
  EXPECT_TRUE(has("event: system\ndata: {"));
  ending = true;
  say("sensor/kitchen/temperature", "24");  // the client looks when something comes
  page.join();
}

TEST_F(HubTest, StopsInUnderFiveSecondsAndGoesOnWhereItStopped) {
  FaithfulDevice device{broker, "kitchen", 1'048'577};
  ASSERT_TRUE(eventually([&] { return device.connected(); }));
  for (int i = 0; i < 1000; ++i) device.sample();
  EXPECT_LT(hub->stop(), 5s);
  hub->start();
  ASSERT_TRUE(settles(device)) << device.held();
  EXPECT_TRUE(stores("kitchen", 1000));
  expect_stored_once("kitchen", 1000);
}

TEST_F(HubTest, StopsInUnderFiveSecondsWhileTheDatabaseIsAway) {
  database->kill_hard();
  say("sensor/kitchen/temperature", "21");
  EXPECT_TRUE(eventually([this] { return hub->status_of("/readyz") == 503; }));
  EXPECT_LT(hub->stop(), 5s);
  database->start();
  hub->start();
  EXPECT_TRUE(stores("kitchen", 1));
}

}  // namespace
}  // namespace luft::hub::testing

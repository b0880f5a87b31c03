// Many clients on one loop, and what a fleet of virtual devices leans on.
#include "runtime/mqtt_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <vector>

#include "runtime/channel.h"
#include "runtime/mqtt_loop.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/test_broker.h"

namespace luft::runtime {
namespace {

using namespace std::chrono_literals;
using testing::MqttPeer;
using testing::TestBroker;

// A loop with clients that live and die on its thread.
class Fleet {
 public:
  Fleet() { loop_.start(); }
  ~Fleet() {
    loop_.post_and_wait([this] { clients_.clear(); });
  }

  MqttClient& add(
      const MqttSettings& settings, MqttCallbacks callbacks,
      const std::function<void(MqttClient&)>& before_connect = [](MqttClient&) {}) {
    MqttClient* added = nullptr;
    loop_.post_and_wait([&] {
      clients_.push_back(std::make_unique<MqttClient>(loop_, settings, std::move(callbacks)));
      added = clients_.back().get();
      before_connect(*added);
      added->connect();
    });
    return *added;
  }
  void destroy_all() {
    loop_.post_and_wait([this] { clients_.clear(); });
  }
  MqttLoop& loop() { return loop_; }

 private:
  MqttLoop loop_;
  std::vector<std::unique_ptr<MqttClient>> clients_;
};

TEST(MqttClient, LeavesItsLastWillWhenItVanishes) {
  const TestBroker broker;
  MqttPeer watcher{broker.settings("watcher"), {"device/+/status"}};
  MqttSettings settings = broker.settings("kitchen");
  settings.last_will = LastWill{.topic = "device/kitchen/status", .payload = "offline"};
  Channel<bool> connects{10};
  Fleet fleet;
  fleet.add(settings,
            {.on_connected = [&connects] { static_cast<void>(connects.try_send(true)); }});
  ASSERT_TRUE(connects.receive_for(20s));
  fleet.destroy_all();
  const auto will = watcher.next();
  ASSERT_TRUE(will);
  EXPECT_EQ(will->payload, "offline");
}

TEST(MqttClient, LeavesNoWillWhenItDisconnectsInOrder) {
  const TestBroker broker;
  MqttPeer watcher{broker.settings("watcher"), {"device/#", "end"}};
  MqttSettings settings = broker.settings("kitchen");
  settings.last_will = LastWill{.topic = "device/kitchen/status", .payload = "offline"};
  Channel<bool> events{10};
  Fleet fleet;
  MqttClient& client =
      fleet.add(settings, {.on_connected = [&events] { static_cast<void>(events.try_send(true)); },
                           .on_disconnected =
                               [&events](const MqttDisconnect& why) {
                                 EXPECT_EQ(why.kind, MqttDisconnect::Kind::requested);
                                 static_cast<void>(events.try_send(false));
                               }});
  ASSERT_EQ(events.receive_for(20s), true);
  fleet.loop().post_and_wait([&client] { client.disconnect(); });
  ASSERT_EQ(events.receive_for(20s), false);
  watcher.publish("end", "");
  EXPECT_EQ(watcher.next()->topic, "end");
}

TEST(MqttClient, IsNotToldWhatItSaysItselfWhereItAsksForThat) {
  const TestBroker broker;
  MqttPeer other{broker.settings("other")};
  Channel<std::string> heard{10};
  Channel<bool> connects{10};
  Channel<bool> delivered{10};
  Fleet fleet;
  MqttClient& client =
      fleet.add(broker.settings("hub"),
                {.on_connected = [&connects] { static_cast<void>(connects.try_send(true)); },
                 .on_message =
                     [&heard](const MqttMessage& message) {
                       static_cast<void>(heard.try_send(std::string{message.payload}));
                     },
                 .on_delivered = [&delivered] { static_cast<void>(delivered.try_send(true)); }},
                [](MqttClient& one) {
                  one.subscribe({.filter = "device/#", .own = OwnMessages::stay_away});
                });
  ASSERT_TRUE(connects.receive_for(20s));
  fleet.loop().post_and_wait(
      [&client] { EXPECT_TRUE(client.publish("device/kitchen/receipt", "own")); });
  // The broker answers one client in order: by now it has the subscription too.
  ASSERT_TRUE(delivered.receive_for(20s));
  other.publish("device/kitchen/info", "other's");
  EXPECT_EQ(heard.receive_for(20s), "other's");
}

TEST(MqttClient, ConnectsAgainAfterItDisconnected) {
  const TestBroker broker;
  MqttPeer watcher{broker.settings("watcher"), {"hello"}};
  Channel<bool> events{10};
  Fleet fleet;
  MqttClient& client = fleet.add(
      broker.settings("kitchen"),
      {.on_connected = [&events] { static_cast<void>(events.try_send(true)); },
       .on_disconnected =
           [&events](const MqttDisconnect&) { static_cast<void>(events.try_send(false)); }});
  ASSERT_EQ(events.receive_for(20s), true);
  fleet.loop().post_and_wait([&client] { client.disconnect(); });
  ASSERT_EQ(events.receive_for(20s), false);
  fleet.loop().post_and_wait([&client] { client.connect(); });
  ASSERT_EQ(events.receive_for(20s), true);
  fleet.loop().post_and_wait([&client] { EXPECT_TRUE(client.publish("hello", "again")); });
  EXPECT_EQ(watcher.next()->payload, "again");
}

TEST(MqttClient, ComesBackByItselfWhenItsConnectionIsCut) {
  const TestBroker broker;
  Channel<std::string> events{10};
  Fleet fleet;
  MqttClient& client =
      fleet.add(broker.settings("kitchen"),
                {.on_connected = [&events] { static_cast<void>(events.try_send("up")); },
                 .on_disconnected =
                     [&events](const MqttDisconnect& why) {
                       static_cast<void>(events.try_send(std::string{name(why.kind)}));
                     }});
  ASSERT_EQ(events.receive_for(20s), "up");
  fleet.loop().post_and_wait([&client] { client.drop(); });
  EXPECT_EQ(events.receive_for(20s), "lost");
  EXPECT_EQ(events.receive_for(20s), "up");
}

TEST(MqttClient, TwoThousandClientsShareOneLoopThread) {
  constexpr int kClients = 2'000;
  ASSERT_GE(raise_open_file_limit(4 * kClients), kFilesPerClient * kClients + 100);
  const TestBroker broker;  // inherits the limit
  MqttPeer hub{broker.settings("hub"), {"sensor/+/temperature"}};
  Fleet fleet;
  std::atomic<int> heard_by_clients = 0;
  for (int i = 0; i < kClients; ++i) {
    const std::string id = "d" + std::to_string(i);
    const auto self = std::make_shared<MqttClient*>();  // set before it connects
    fleet.add(
        broker.settings(id),
        {.on_connected =
             [self, id] { EXPECT_TRUE((*self)->publish("sensor/" + id + "/temperature", "21")); },
         .on_message = [&heard_by_clients](const MqttMessage&) { ++heard_by_clients; }},
        [self, id](MqttClient& client) {
          *self = &client;
          client.subscribe({.filter = "device/" + id + "/receipt"});
        });
  }
  for (int i = 0; i < kClients; ++i) {
    const auto reading = hub.next();
    ASSERT_TRUE(reading) << i;
    const std::string id = reading->topic.substr(7, reading->topic.find('/', 7) - 7);
    hub.publish("device/" + id + "/receipt", "{}");
  }
  EXPECT_TRUE(hub.link().stop(20s));
  const auto limit = std::chrono::steady_clock::now() + 20s;
  while (heard_by_clients < kClients && std::chrono::steady_clock::now() < limit) {
    fleet.loop().post_and_wait([] {});
  }
  EXPECT_EQ(heard_by_clients, kClients);
}

}  // namespace
}  // namespace luft::runtime

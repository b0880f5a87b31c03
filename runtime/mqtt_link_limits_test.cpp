// What a link takes, and what waits in it at most.
#include <gtest/gtest.h>
#include <signal.h>

#include <future>
#include <thread>

#include "runtime/mqtt_link.h"
#include "runtime/mqtt_loop.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/test_broker.h"

namespace luft::runtime {
namespace {

using testing::MqttPeer;
using testing::TestBroker;

// Holds the loop thread still while it lives, so that nothing leaves the inbox.
class HeldLoop {
 public:
  explicit HeldLoop(MqttLoop& loop) : loop_{loop} {
    loop.post([this, released = released_.get_future().share()] {
      held_.set_value();
      released.wait();
    });
    held_.get_future().wait();
  }
  HeldLoop(const HeldLoop&) = delete;
  HeldLoop& operator=(const HeldLoop&) = delete;
  ~HeldLoop() {
    released_.set_value();
    loop_.post_and_wait([] {});
  }

 private:
  MqttLoop& loop_;
  std::promise<void> held_;
  std::promise<void> released_;
};

TEST(MqttLink, RefusesMoreMessagesThanMayWait) {
  const TestBroker broker;
  MqttPeer hub{broker.settings("hub"), {"sensor/#"}};
  MqttSettings settings = broker.settings("kitchen");
  settings.max_outgoing_messages = 5;
  MqttPeer device{settings};
  {
    const HeldLoop held{device.link().loop()};
    for (int i = 0; i < 5; ++i) device.publish("sensor/kitchen/temperature", "1");
    EXPECT_EQ(device.link().publish("sensor/kitchen/temperature", "1").error(),
              PublishError::queue_full);
    EXPECT_GE(device.link().outgoing(), 5U);
  }
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(hub.next());
  device.publish("sensor/kitchen/temperature", "room again");
  EXPECT_EQ(hub.next()->payload, "room again");
  EXPECT_EQ(device.link().counters().refused, 1U);
}

TEST(MqttLink, SaysOnlineThoughItComesBackWithAsMuchToSendAsMayWait) {
  const TestBroker broker;
  MqttSettings settings = broker.settings("hub");
  settings.max_outgoing_messages = 20;
  settings.keepalive = std::chrono::seconds{5};  // the shortest that libmosquitto takes
  MqttLink link{{.mqtt = settings, .status = StatusTopic{.topic = "hub/status"}},
                {},
                Log{"test", {.level = LogLevel::off}}};
  link.start();
  MqttPeer watcher{broker.settings("watcher"), {"hub/status"}};
  ASSERT_EQ(watcher.next()->payload, "online");
  ::kill(broker.pid(), SIGSTOP);  // it acknowledges nothing any more
  for (int turn = 0; turn < 2; ++turn) {
    for (int i = 0; i < 20; ++i) (void)link.publish("sensor/kitchen/temperature", "1");
    link.loop().post_and_wait([] {});  // the first are with the client then
  }
  while (link.connected()) std::this_thread::sleep_for(std::chrono::milliseconds{50});
  ::kill(broker.pid(), SIGCONT);
  EXPECT_EQ(watcher.next()->payload, "offline");
  const auto back = watcher.next();
  ASSERT_TRUE(back);
  EXPECT_EQ(back->payload, "online");
}

TEST(MqttLink, RefusesMoreBytesThanMayWait) {
  const TestBroker broker;
  MqttSettings settings = broker.settings("kitchen");
  settings.max_outgoing_bytes = 1'000;
  MqttPeer device{settings};
  const HeldLoop held{device.link().loop()};
  device.publish("a", std::string(900, 'x'));
  EXPECT_EQ(device.link().publish("a", std::string(100, 'x')).error(), PublishError::queue_full);
  EXPECT_TRUE(device.link().publish("a", std::string(90, 'x')));
}

TEST(MqttLink, RefusesWhatCanNeverBeSent) {
  const TestBroker broker;
  MqttSettings settings = broker.settings("kitchen");
  settings.max_packet_bytes = 1'000;
  MqttPeer device{settings};
  EXPECT_EQ(device.link().publish("a", std::string(1'001, 'x')).error(), PublishError::too_large);
  EXPECT_EQ(device.link().publish("", "x").error(), PublishError::invalid_topic);
  EXPECT_EQ(device.link().publish("a/#", "x").error(), PublishError::invalid_topic);
}

TEST(MqttLink, IsNotSentMessagesBeyondItsPacketLimit) {
  const TestBroker broker;
  MqttSettings settings = broker.settings("hub");
  settings.max_packet_bytes = 1'000;
  MqttPeer hub{settings, {"sensor/#"}};
  MqttPeer device{broker.settings("kitchen")};
  device.publish("sensor/kitchen/audio", std::string(2'000, 'x'));
  device.publish("sensor/kitchen/temperature", "21");
  EXPECT_EQ(hub.next()->payload, "21");
}

TEST(MqttLink, RefusesMessagesBeyondTheBrokersPacketLimit) {
  const TestBroker broker{{"max_packet_size 500"}};
  MqttPeer device{broker.settings("kitchen")};
  EXPECT_EQ(device.link().publish("a", std::string(500, 'x')).error(), PublishError::too_large);
  EXPECT_TRUE(device.link().publish("a", std::string(400, 'x')));
}

}  // namespace
}  // namespace luft::runtime

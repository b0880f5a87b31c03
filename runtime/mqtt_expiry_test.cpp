#include "runtime/mqtt_expiry.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/test_broker.h"

namespace luft::runtime {
namespace {

using namespace std::chrono_literals;
using testing::MqttPeer;
using testing::TestBroker;

// Some were handed to the library, the others still wait because its window is full.
TEST(MqttLink, ForgetsWhatExpiredWhileTheBrokerWasAway) {
  TestBroker broker;
  MqttPeer device{broker.settings("kitchen")};
  ::kill(broker.pid(), SIGSTOP);
  for (int i = 0; i < 300; ++i) {
    device.publish("window/kitchen/set", "50", {.retain = Retain::yes, .expiry_s = 1});
  }
  device.publish("device/kitchen/info", "{}", {.retain = Retain::yes});
  std::this_thread::sleep_for(1s);  // MQTT knows whole seconds only
  broker.restart();
  ASSERT_TRUE(device.wait_connected());
  MqttPeer all{broker.settings("all"), {"#"}};
  ASSERT_TRUE(all.next_on("device/kitchen/info"));
  device.publish("device/kitchen/event", "the end");
  for (auto message = all.next(); message && message->payload != "the end"; message = all.next()) {
    EXPECT_NE(message->topic, "window/kitchen/set");
  }
}

TEST(MqttExpiry, CountsFromWhenAMessageWasHandedOver) {
  const SteadyTime now{3600s};
  const MqttExpiry expiry{10, now};
  EXPECT_EQ(expiry.left_s(now), 10U);
  EXPECT_EQ(expiry.left_s(now + 8500ms), 2U);
  EXPECT_FALSE(expiry.is_over(now + 9999ms));
  EXPECT_TRUE(expiry.is_over(now + 10s));
  EXPECT_FALSE((MqttExpiry{{}, now}.is_over(now + 1'000'000s)));
  EXPECT_EQ((MqttExpiry{{}, now}.left_s(now)), std::nullopt);
}

}  // namespace
}  // namespace luft::runtime

#include "runtime/mqtt_link.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

#include <array>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "runtime/channel.h"
#include "runtime/mqtt_loop.h"
#include "runtime/mqtt_settings.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/test_broker.h"
#include "runtime/unique_fd.h"

namespace luft::runtime {
namespace {

using namespace std::chrono_literals;
using testing::MqttPeer;
using testing::TestBroker;

// Answers the first bytes of the first connection with `answer`, and listens no more.
class ScriptedBroker {
 public:
  explicit ScriptedBroker(std::string answer) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_.get(), generic, size), 0);
    EXPECT_EQ(::listen(listener_.get(), 1), 0);
    EXPECT_EQ(::getsockname(listener_.get(), generic, &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread{[this, answer = std::move(answer)] {
      const UniqueFd connection{::accept(listener_.get(), nullptr, nullptr)};
      std::array<char, 1'000> request{};
      EXPECT_GT(::read(connection.get(), request.data(), request.size()), 0);
      EXPECT_EQ(::write(connection.get(), answer.data(), answer.size()), std::ssize(answer));
      EXPECT_EQ(::read(connection.get(), request.data(), request.size()), 0);  // they hang up
    }};
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  UniqueFd listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

Log silent() {
  return Log{"test", {.level = LogLevel::off}};
}

TEST(MqttLink, DeliversWhatAnotherPublishes) {
  const TestBroker broker;
  MqttPeer hub{broker.settings("hub"), {"sensor/+/temperature"}};
  MqttPeer device{broker.settings("kitchen")};
  device.publish("sensor/kitchen/humidity", "40");
  device.publish("sensor/kitchen/temperature", "21.5");
  const auto message = hub.next();
  ASSERT_TRUE(message);
  EXPECT_EQ(message->topic, "sensor/kitchen/temperature");
  EXPECT_EQ(message->payload, "21.5");
  EXPECT_EQ(message->qos, Qos::at_least_once);
  EXPECT_EQ(message->retained, Retain::no);
  EXPECT_EQ(message->remaining_expiry_s, std::nullopt);
}

TEST(MqttLink, ReconnectsAndSubscribesAgainAfterTheBrokerWasKilled) {
  TestBroker broker;
  MqttPeer hub{broker.settings("hub"), {"sensor/#"}};
  MqttPeer device{broker.settings("kitchen")};
  broker.kill();
  ASSERT_TRUE(hub.wait_disconnected());
  ASSERT_TRUE(device.wait_disconnected());
  EXPECT_EQ(device.link().publish("sensor/kitchen/temperature", "1").error(),
            PublishError::not_connected);
  broker.restart();
  ASSERT_TRUE(hub.wait_connected());
  ASSERT_TRUE(device.wait_connected());
  device.publish("sensor/kitchen/temperature", "22");
  const auto message = hub.next();
  ASSERT_TRUE(message);
  EXPECT_EQ(message->payload, "22");
  EXPECT_EQ(hub.link().counters().connects, 2U);
}

MqttSettings by_socket(const TestBroker& broker, const std::string& name) {
  const auto socket = parse_mqtt_url(broker.socket_url());
  EXPECT_TRUE(socket);
  auto settings = broker.settings(name);
  settings.host = socket->host;
  settings.port = socket->port;
  return settings;
}

TEST(MqttLink, GoesOnThroughASocketOfThisMachineAfterTheBrokerWasKilled) {
  TestBroker broker;
  MqttPeer hub{by_socket(broker, "hub"), {"sensor/#"}};
  broker.kill();  // the socket's file lies there still
  ASSERT_TRUE(hub.wait_disconnected());
  broker.restart();
  ASSERT_TRUE(hub.wait_connected());
  MqttPeer device{broker.settings("kitchen")};
  device.publish("sensor/kitchen/temperature", "21.5");
  EXPECT_TRUE(hub.next());
}

// More than the socket takes at once.
TEST(MqttLink, SendsAllInOrderThroughASocketOfThisMachineThatWasFull) {
  constexpr int kMessages = 500;
  TestBroker broker;
  MqttPeer hub{broker.settings("hub"), {"device/#"}};
  MqttPeer device{by_socket(broker, "kitchen")};
  ::kill(broker.pid(), SIGSTOP);
  for (int i = 0; i < kMessages; ++i) {
    std::string payload = std::to_string(i);
    payload.resize(2'000, ' ');
    device.publish("device/kitchen/event", payload, {.qos = Qos::at_most_once});
  }
  std::this_thread::sleep_for(50ms);
  ::kill(broker.pid(), SIGCONT);
  for (int i = 0; i < kMessages; ++i) {
    const auto message = hub.next();
    ASSERT_TRUE(message) << i;
    ASSERT_EQ(std::stoi(message->payload), i);
  }
}

TEST(MqttLink, SendsQos1MessagesAgainThatABrokenConnectionSwallowed) {
  TestBroker broker;
  MqttPeer device{broker.settings("kitchen")};
  ::kill(broker.pid(), SIGSTOP);  // takes bytes, answers nothing
  device.publish("device/kitchen/info", "{}", {.retain = Retain::yes});
  broker.restart();
  ASSERT_TRUE(device.wait_connected());
  MqttPeer hub{broker.settings("hub"), {"device/#"}};
  ASSERT_TRUE(hub.next_on("device/kitchen/info"));
}

TEST(MqttLink, SaysOnlineWhenConnectedAndOfflineWhenStopped) {
  const TestBroker broker;
  MqttPeer watcher{broker.settings("watcher"), {"hub/status"}};
  MqttLink link{
      {.mqtt = broker.settings("hub"), .status = StatusTopic{.topic = "hub/status"}}, {}, silent()};
  link.start();
  EXPECT_EQ(watcher.next()->payload, "online");
  link.set_status("degraded");
  EXPECT_EQ(watcher.next()->payload, "degraded");
  EXPECT_TRUE(link.stop());
  EXPECT_EQ(watcher.next()->payload, "offline");
  MqttPeer late{broker.settings("late"), {"hub/status"}};
  const auto retained = late.next();
  ASSERT_TRUE(retained);
  EXPECT_EQ(retained->payload, "offline");
  EXPECT_EQ(retained->retained, Retain::yes);
}

TEST(MqttLink, StoppingSendsEverythingThatWaits) {
  const TestBroker broker;
  MqttPeer hub{broker.settings("hub"), {"sensor/#"}};
  constexpr int kMessages = 2'000;
  {
    MqttPeer device{broker.settings("kitchen")};
    for (int i = 0; i < kMessages; ++i) {
      device.publish("sensor/kitchen/temperature", std::to_string(i));
    }
    EXPECT_TRUE(device.link().stop(20s));
    EXPECT_EQ(device.link().publish("sensor/kitchen/temperature", "1").error(),
              PublishError::stopped);
  }
  for (int i = 0; i < kMessages; ++i) {
    const auto message = hub.next();
    ASSERT_TRUE(message) << i;
    ASSERT_EQ(message->payload, std::to_string(i));  // in order
  }
}

TEST(MqttLink, StoppingGivesUpAtTheDeadlineWhenTheBrokerDoesNotAnswer) {
  const TestBroker broker;
  MqttPeer device{broker.settings("kitchen")};
  ::kill(broker.pid(), SIGSTOP);
  device.publish("sensor/kitchen/temperature", "1");
  const auto started = std::chrono::steady_clock::now();
  EXPECT_FALSE(device.link().stop(50ms));
  EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
  ::kill(broker.pid(), SIGCONT);
}

TEST(MqttLink, StoppingWithoutABrokerIsQuick) {
  MqttSettings settings;
  settings.port = 1;  // nobody listens there
  settings.client_id = "hub";
  Channel<MqttDisconnect> breaks{16};
  MqttLink link{
      {.mqtt = settings},
      {.on_disconnected =
           [&breaks](const MqttDisconnect& why) { static_cast<void>(breaks.try_send(why)); }},
      silent()};
  link.start();
  EXPECT_EQ(breaks.receive()->kind, MqttDisconnect::Kind::unreachable);
  EXPECT_TRUE(link.stop());
}

TEST(MqttLink, TellsHowMuchOfAMessagesExpiryIsLeft) {
  const TestBroker broker;
  MqttPeer window{broker.settings("kitchen"), {"window/kitchen/control"}};
  MqttPeer ml{broker.settings("ml")};
  ml.publish("window/kitchen/control", "{}", {.expiry_s = 30});
  const auto message = window.next();
  ASSERT_TRUE(message);
  ASSERT_TRUE(message->remaining_expiry_s);
  EXPECT_LE(*message->remaining_expiry_s, 30U);
  EXPECT_GE(*message->remaining_expiry_s, 25U);
}

TEST(MqttLink, SharesASubscriptionWithoutHearingAnythingTwice) {
  const TestBroker broker;
  Channel<std::string> heard{1'000};
  const auto worker = [&](const char* id) {
    return std::make_unique<MqttLink>(
        MqttLinkOptions{.mqtt = broker.settings(id),
                        .subscriptions = {{.filter = "ml/inference/request/#",
                                           .qos = Qos::at_least_once,
                                           .share_group = "ml"},
                                          {.filter = std::string{"ready/"} + id}},
                        .status = StatusTopic{.topic = std::string{"ready/"} + id}},
        MqttLinkCallbacks{.on_message =
                              [&](const MqttMessage& message) {
                                static_cast<void>(heard.try_send(std::string{message.payload}));
                              }},
        silent());
  };
  const auto first = worker("ml-1");
  const auto second = worker("ml-2");
  first->start();
  second->start();
  for (int i = 0; i < 2; ++i) ASSERT_EQ(heard.receive_for(20s), "online");
  MqttPeer hub{broker.settings("hub")};
  std::multiset<std::string> sent;
  for (int i = 0; i < 100; ++i) {
    sent.insert(std::to_string(i));
    hub.publish("ml/inference/request/kitchen", std::to_string(i));
  }
  std::multiset<std::string> received;
  for (int i = 0; i < 100; ++i) received.insert(heard.receive_for(20s).value_or("nothing"));
  EXPECT_EQ(received, sent);
  EXPECT_GT(first->counters().received, 10U);
  EXPECT_GT(second->counters().received, 10U);
}

TEST(MqttLink, KeepsSitesApartByTheirPrefix) {
  const TestBroker broker;
  const auto at_site = [&broker](const char* id, const char* prefix) {
    MqttSettings settings = broker.settings(id);
    settings.topic_prefix = prefix;
    return settings;
  };
  MqttPeer hub{at_site("hub", "campus/north/"), {"sensor/#"}};
  MqttPeer everything{broker.settings("all"), {"campus/+/sensor/#"}};
  MqttPeer south{at_site("south", "campus/south/")};
  MqttPeer north{at_site("north", "campus/north/")};
  south.publish("sensor/a/temperature", "1");
  north.publish("sensor/a/temperature", "2");
  const auto message = hub.next();
  EXPECT_EQ(message->topic, "sensor/a/temperature");
  EXPECT_EQ(message->payload, "2");
  EXPECT_TRUE(everything.next_on("campus/south/sensor/a/temperature"));
}

TEST(MqttLink, SaysWhyTheBrokerRefusedIt) {
  const TestBroker broker{{"allow_anonymous false"}};
  Channel<MqttDisconnect> breaks{16};
  MqttLink link{
      {.mqtt = broker.settings("hub")},
      {.on_disconnected =
           [&breaks](const MqttDisconnect& why) { static_cast<void>(breaks.try_send(why)); }},
      silent()};
  link.start();
  for (int attempts = 0; attempts < 2; ++attempts) {  // and keeps trying
    const auto why = breaks.receive_for(20s);
    ASSERT_TRUE(why);
    EXPECT_EQ(why->kind, MqttDisconnect::Kind::refused);
    EXPECT_EQ(why->code, 135) << why->text;  // not authorised
  }
}

TEST(MqttLink, SaysWhyTheBrokerEndedTheConnection) {
  // A CONNACK that accepts, then DISCONNECT with "session taken over".
  const ScriptedBroker broker{std::string{"\x20\x03\x00\x00\x00\xE0\x02\x8E\x00", 9}};
  Channel<MqttDisconnect> breaks{16};
  MqttSettings settings;
  settings.port = broker.port();
  settings.client_id = "hub";
  MqttLink link{
      {.mqtt = settings},
      {.on_disconnected =
           [&breaks](const MqttDisconnect& why) { static_cast<void>(breaks.try_send(why)); }},
      silent()};
  link.start();
  const auto why = breaks.receive_for(20s);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->kind, MqttDisconnect::Kind::by_broker);
  EXPECT_EQ(why->code, 142) << why->text;
  EXPECT_EQ(link.counters().connects, 1U);
}

TEST(MqttLink, LosesItsConnectionWhenAnotherTakesItsClientId) {
  const TestBroker broker;
  Channel<MqttDisconnect> breaks{16};
  Channel<bool> connects{16};
  MqttLink first{
      {.mqtt = broker.settings("hub")},
      {.on_connected = [&connects] { static_cast<void>(connects.try_send(true)); },
       .on_disconnected =
           [&breaks](const MqttDisconnect& why) { static_cast<void>(breaks.try_send(why)); }},
      silent()};
  first.start();
  ASSERT_TRUE(connects.receive_for(20s));
  MqttPeer second{broker.settings("hub")};
  const auto why = breaks.receive_for(20s);
  ASSERT_TRUE(why);
  // Mosquitto 2.0.11 just closes; later ones say "session taken over" first.
  EXPECT_THAT(why->kind,
              ::testing::AnyOf(MqttDisconnect::Kind::lost, MqttDisconnect::Kind::by_broker));
  first.stop();
}

TEST(MqttLink, PublishesFromItsOwnCallbacks) {
  const TestBroker broker;
  MqttLink* echo_link = nullptr;
  MqttLink echo{{.mqtt = broker.settings("echo"),
                 .subscriptions = {{.filter = "ask/#"}},
                 .status = StatusTopic{.topic = "echo/status"}},
                {.on_message =
                     [&echo_link](const MqttMessage& message) {
                       EXPECT_TRUE(echo_link->publish("answer", message.payload));
                     }},
                silent()};
  echo_link = &echo;
  MqttPeer asker{broker.settings("asker"), {"answer", "echo/status"}};
  echo.start();
  ASSERT_TRUE(asker.next_on("echo/status"));
  asker.publish("ask/1", "ping");
  EXPECT_EQ(asker.next_on("answer")->payload, "ping");
}

// Beside the loop, whenever that sleeps.
TEST(MqttLink, SendsAtOnceFromSeveralThreadsInTheOrderOfEach) {
  const TestBroker broker;
  MqttPeer hub{broker.settings("hub"), {"room/#"}};
  std::promise<void> connected;
  MqttLink rooms{{.mqtt = broker.settings("rooms"), .sending = Sending::at_once},
                 {.on_connected = [&connected] { connected.set_value(); }},
                 silent()};
  rooms.start();
  connected.get_future().wait();
  constexpr int kEach = 500;
  const auto publish_all = [&rooms](const std::string& topic) {
    for (int i = 0; i < kEach; ++i) EXPECT_TRUE(rooms.publish(topic, std::to_string(i)));
  };
  {
    const std::jthread kitchen{publish_all, "room/kitchen"};
    const std::jthread study{publish_all, "room/study"};
  }
  std::map<std::string, int> heard;
  for (int i = 0; i < 2 * kEach; ++i) {
    const auto message = hub.next();
    ASSERT_TRUE(message) << i;
    EXPECT_EQ(message->payload, std::to_string(heard[message->topic]++));
  }
  EXPECT_TRUE(rooms.stop(20s));
}

}  // namespace
}  // namespace luft::runtime

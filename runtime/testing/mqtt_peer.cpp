#include "runtime/testing/mqtt_peer.h"

#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "runtime/mqtt_loop.h"

namespace luft::runtime::testing {
namespace {

// Published by the peer to itself: what comes back proves that its subscriptions are in force.
constexpr std::string_view kEcho = "luft-test/echo/";

MqttLinkOptions options_of(MqttSettings settings, const std::vector<std::string>& filters) {
  MqttLinkOptions options;
  for (const std::string& filter : filters) options.subscriptions.push_back({.filter = filter});
  options.subscriptions.push_back({.filter = std::string{kEcho} + settings.client_id});
  options.mqtt = std::move(settings);
  return options;
}

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "MqttPeer: %s\n", what);
  std::abort();
}

}  // namespace

MqttPeer::MqttPeer(const MqttSettings& settings, const std::vector<std::string>& filters)
    : link_{options_of(settings, filters),
            {.on_message =
                 [this](const MqttMessage& message) {
                   if (message.topic.starts_with(kEcho)) {
                     static_cast<void>(connects_.try_send(true));
                     return;
                   }
                   static_cast<void>(heard_.try_send(
                       {std::string{message.topic}, std::string{message.payload}, message.qos,
                        message.retained, message.remaining_expiry_s}));
                 },
             .on_connected =
                 [this, echo = std::string{kEcho} + settings.client_id] {
                   // From a task: the link calls itself connected after this callback.
                   link_.loop().post([this, echo] {
                     static_cast<void>(link_.publish(echo, "", {.qos = Qos::at_least_once}));
                   });
                 },
             .on_disconnected =
                 [this](const MqttDisconnect& why) {
                   if (why.kind != MqttDisconnect::Kind::unreachable) {
                     static_cast<void>(disconnects_.try_send(true));
                   }
                 }},
            Log{"test", {.level = LogLevel::off}}} {
  link_.start();
  if (!wait_connected()) fail("no connection to the broker");
}

MqttPeer::~MqttPeer() {
  link_.stop();
}

void MqttPeer::publish(std::string_view topic, std::string_view payload,
                       const PublishOptions& options) {
  if (!link_.publish(topic, payload, options)) fail("a publish was refused");
}

std::optional<ReceivedMessage> MqttPeer::next(std::chrono::milliseconds timeout) {
  return heard_.receive_for(timeout);
}

std::optional<ReceivedMessage> MqttPeer::next_on(std::string_view topic,
                                                 std::chrono::milliseconds timeout) {
  while (auto message = next(timeout)) {
    if (message->topic == topic) return message;
  }
  return std::nullopt;
}

bool MqttPeer::wait_connected(std::chrono::milliseconds timeout) {
  return connects_.receive_for(timeout).has_value();
}
bool MqttPeer::wait_disconnected(std::chrono::milliseconds timeout) {
  return disconnects_.receive_for(timeout).has_value();
}

}  // namespace luft::runtime::testing

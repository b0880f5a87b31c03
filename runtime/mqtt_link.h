// A service's connection to the broker: one loop thread and one client behind a thread-safe face.
// Announces itself on a retained status topic (also its last will), subscribes again on every
// connect, bounds what waits to be sent, and stops in order.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/log.h"
#include "runtime/mqtt_types.h"

namespace luft::runtime {

class MqttLoop;

// Published retained at QoS 1: `online` on each connect, `offline` as last will and by stop().
struct StatusTopic {
  std::string topic{};
  std::string online = "online";
  std::string offline = "offline";
};

// How publish() gets a message out. Together: it wakes the loop, which writes what has gathered.
// At once: where the loop sleeps, publish() writes itself, and callbacks may run within it. For
// messages that are few and awaited.
enum class Sending : std::uint8_t { together, at_once };

struct MqttLinkOptions {
  MqttSettings mqtt{};
  std::vector<Subscription> subscriptions{};
  std::optional<StatusTopic> status{};  // replaces mqtt.last_will
  Sending sending = Sending::together;
};

// All run on the loop thread and must not block; any may be empty.
struct MqttLinkCallbacks {
  OnMqttMessage on_message{};
  OnMqttConnected on_connected{};        // after status and subscriptions were sent
  OnMqttDisconnected on_disconnected{};  // logged by the link as well, without flooding
};

struct MqttLinkCounters {
  std::uint64_t received = 0;
  std::uint64_t published = 0;
  std::uint64_t refused = 0;   // publish() returned an error
  std::uint64_t connects = 0;  // successful ones
};

class MqttLink {
 public:
  MqttLink(MqttLinkOptions options, MqttLinkCallbacks callbacks, Log log);
  MqttLink(const MqttLink&) = delete;
  MqttLink& operator=(const MqttLink&) = delete;
  ~MqttLink();  // stop() with its usual deadline

  // Starts the thread and begins to connect; callbacks may come from now on.
  void start();

  // Any thread, never waits. Order is kept for messages of one thread. At most
  // max_outgoing_messages and max_outgoing_bytes wait here, and as many again in the client.
  std::expected<void, PublishError> publish(std::string_view topic, std::string_view payload,
                                            const PublishOptions& options = {});

  // Any thread: replaces the `online` payload, publishes it now (when connected) and on connects.
  void set_status(std::string online);

  // Any thread but the loop's: refuses new messages, sends what waits, publishes `offline`,
  // disconnects, and ends the thread; what is not out by the deadline is dropped. Returns whether
  // everything went out. May be called again.
  bool stop(std::chrono::milliseconds deadline = std::chrono::seconds{2});

  [[nodiscard]] bool connected() const;             // any thread
  [[nodiscard]] std::size_t outgoing() const;       // any thread: messages not yet acknowledged
  [[nodiscard]] MqttLinkCounters counters() const;  // any thread
  [[nodiscard]] MqttLoop& loop();                   // for timers and tasks beside the callbacks

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace luft::runtime

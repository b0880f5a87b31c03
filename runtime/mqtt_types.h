// The words of MQTT that the link, the client and their callers share. MQTT 5, always a clean
// start and no session: nothing hangs on what a broker kept or acknowledged.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/topics.h"

namespace luft::runtime {

using contract::Retain;

enum class Qos : std::uint8_t { at_most_once = 0, at_least_once = 1, exactly_once = 2 };

// A message that arrived. Views are valid during the callback only: copy what you keep.
struct MqttMessage {
  std::string_view topic;    // without the topic prefix
  std::string_view payload;  // bytes, not necessarily text
  Qos qos{};
  Retain retained = Retain::no;  // yes: from before we subscribed
  // What is left of the message's expiry; the publisher's value minus the time in the broker.
  std::optional<std::uint32_t> remaining_expiry_s{};
};

struct PublishOptions {
  Qos qos = Qos::at_least_once;
  Retain retain = Retain::no;
  std::optional<std::uint32_t> expiry_s{};  // after that we, or the broker, drop the message
};

// At most this much comes on the wire around a message's topic and payload.
inline constexpr std::size_t kMqttPacketOverhead = 32;

// Why a publish was not taken. Nothing of a refused message is kept.
enum class PublishError : std::uint8_t {
  not_connected = 1,  // no live connection; what would be stale on reconnecting is not queued
  queue_full = 2,     // max_outgoing_messages or max_outgoing_bytes reached
  too_large = 3,      // beyond max_packet_bytes, ours or the broker's
  invalid_topic = 4,  // empty, with wildcards, or not UTF-8
  stopped = 5,        // stop() has been called
};
[[nodiscard]] std::string_view name(PublishError error);

// What this client publishes itself on topics that it subscribes to.
enum class OwnMessages : std::uint8_t { come_back, stay_away };

struct Subscription {
  std::string filter{};  // without the topic prefix; may hold + and #
  Qos qos = Qos::at_least_once;
  std::string share_group{};  // not empty: MQTT 5 shared subscription $share/<group>/<filter>
  OwnMessages own = OwnMessages::come_back;  // a shared one cannot keep them away
};

// What the broker publishes for us (retained) when the connection breaks.
struct LastWill {
  std::string topic{};
  std::string payload{};
  Qos qos = Qos::at_least_once;
  Retain retain = Retain::yes;
};

struct MqttTls {
  std::string ca_file{};    // PEM; empty: the system's authorities
  std::string cert_file{};  // PEM, with key_file: authenticates us; both or neither
  std::string key_file{};
};

struct MqttSettings {
  std::string host = "127.0.0.1";  // or the path of a Unix socket
  std::uint16_t port = 1883;       // 0: host is such a path
  std::optional<MqttTls> tls{};
  std::string client_id{};  // unique at the broker
  std::string username{};   // empty: anonymous
  std::string password{};
  std::string
      topic_prefix{};  // of the site, such as "campus/north/"; added to and taken off topics
  std::optional<LastWill> last_will{};
  std::chrono::seconds keepalive{20};  // a dead connection is noticed after 1.5 times this

  std::size_t max_outgoing_messages = 10'000;  // taken by publish(), not yet acknowledged
  std::size_t max_outgoing_bytes = 16 * 1024 * 1024;
  std::uint32_t max_packet_bytes = 256 * 1024;  // larger ones are refused both ways
  std::uint16_t receive_maximum = 1'000;  // QoS 1 messages the broker may have in flight to us
  std::uint64_t backoff_seed = 0;         // of the reconnect jitter; 0: from client_id
};

// Why a connection ended or an attempt failed.
struct MqttDisconnect {
  enum class Kind : std::uint8_t {
    requested,    // by us
    unreachable,  // connection refused, host unknown, no route
    refused,      // the broker said no: credentials, client id, version
    lost,         // the connection broke, or keepalive ran out
    by_broker,    // the broker sent DISCONNECT (taken over, shutting down, …)
  };
  Kind kind{};
  int code = 0;        // MQTT 5 reason code for refused and by_broker, else the library's number
  std::string text{};  // for people
};
[[nodiscard]] std::string_view name(MqttDisconnect::Kind kind);

using OnMqttMessage = std::function<void(const MqttMessage&)>;
using OnMqttConnected = std::function<void()>;
using OnMqttDisconnected = std::function<void(const MqttDisconnect&)>;

}  // namespace luft::runtime

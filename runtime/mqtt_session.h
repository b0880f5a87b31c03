// libmosquitto's connection object, made orderly: errors as values, views instead of copies, and
// no call back into it from within its callbacks. Used by MqttClient only; one thread.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/mqtt_types.h"

struct mosquitto;  // of mosquitto.h, which only mqtt_session.cpp includes

namespace luft::runtime {

struct MqttConnack {
  int reason = 0;  // MQTT 5 reason code; below 128: accepted
  std::string text;
  std::uint16_t receive_maximum = 0;   // 0: the broker did not say
  std::uint32_t max_packet_bytes = 0;  // 0: the broker did not say
};

// Called from within read(), write() and on_second().
class MqttSessionEvents {
 public:
  MqttSessionEvents() = default;
  MqttSessionEvents(const MqttSessionEvents&) = delete;
  MqttSessionEvents& operator=(const MqttSessionEvents&) = delete;
  virtual ~MqttSessionEvents() = default;

  virtual void on_connack(const MqttConnack& answer) = 0;
  virtual void on_message(const MqttMessage& message) = 0;  // topic still with its prefix
  virtual void on_sent(int packet_id) = 0;  // QoS 0: written; QoS 1, 2: acknowledged
  virtual void on_subscription_refused(int reason) = 0;
  virtual void on_end(const MqttDisconnect& why) = 0;  // the socket is closed
};

class MqttSession {
 public:
  // `settings` and `events` must outlive the session.
  MqttSession(const MqttSettings& settings, MqttSessionEvents& events);

  // Starts a connection attempt; what comes of it is told by on_connack or on_end. Messages of
  // QoS 1 that were not acknowledged on an earlier connection are sent again on this one.
  // Resolving a host name may block; an address never does. An error ends the attempt at once.
  std::expected<void, MqttDisconnect> connect();
  void disconnect();  // queues DISCONNECT; on_end(requested) follows once it is written
  void cut();         // as if the network had broken

  [[nodiscard]] int fd() const;                   // -1 when there is no connection
  [[nodiscard]] bool has_output() const;          // write() has something to do
  [[nodiscard]] bool waits_for_writable() const;  // and can do it once the socket takes more
  void read();                                    // what the socket holds, up to a limit
  void write();                                   // what is queued, as far as the socket takes it
  void on_second();                               // keepalive

  // Queues; the packet id comes back in on_sent. `topic` ends in a 0.
  std::expected<int, PublishError> publish(const std::string& topic, std::string_view payload,
                                           const PublishOptions& options);
  void subscribe(const std::string& filter, Qos qos, OwnMessages own);

 private:
  struct Free {
    void operator()(mosquitto* session) const;
  };
  struct Callbacks;

  void configure();
  void configure_tls();
  [[nodiscard]] MqttDisconnect describe(int result) const;
  [[nodiscard]] bool shakes_hands() const;
  [[nodiscard]] bool has_hung_up() const;
  [[nodiscard]] int socket_error() const;
  bool has_failed_to_connect();
  void fail_handshake(int error);
  void check(int result);
  void end(const MqttDisconnect& why);
  void abandon_socket();

  const MqttSettings& settings_;
  MqttSessionEvents& events_;
  std::string configuration_error_;
  bool told_ = false;       // how this connection ended has been told
  bool requested_ = false;  // we asked for the end of this connection
  bool connected_ = false;  // the broker said yes on this connection
  bool heard_ = false;      // a message, in this call of the library
  bool abandoned_ = false;  // the socket is as good as closed
  bool started_ = false;    // connect() was called before
  int unwritten_ = 0;       // publishes and acknowledgements queued since the last write()
  std::unique_ptr<mosquitto, Free> session_;
};

}  // namespace luft::runtime

#include "runtime/mqtt_session.h"

#include <fcntl.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <poll.h>
#include <sys/socket.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "runtime/corked.h"
#include "runtime/unique_fd.h"

namespace luft::runtime {
namespace {

constexpr int kReadBurst = 64;         // packets, before other sockets get their turn
constexpr int kSendMaximum = 100;      // QoS 1 in flight; the broker's answer may lower it
constexpr int kFirstBrokerCode = 128;  // MQTT 5: reason codes from 0x80 on are errors

// mosquitto_lib_init counts its calls but is not thread-safe itself.
void initialise_library() {
  [[maybe_unused]] static const int once = ::mosquitto_lib_init();
}

class Properties {
 public:
  Properties() = default;
  Properties(const Properties&) = delete;
  Properties& operator=(const Properties&) = delete;
  ~Properties() { ::mosquitto_property_free_all(&list_); }

  void add_int32(int identifier, std::uint32_t value) {
    [[maybe_unused]] const int rc = ::mosquitto_property_add_int32(&list_, identifier, value);
    assert(rc == MOSQ_ERR_SUCCESS);
  }
  [[nodiscard]] mosquitto_property* get() const { return list_; }

 private:
  mosquitto_property* list_ = nullptr;
};

std::string reason_text(int reason) {
  // 1 to 5 is how a broker of MQTT 3.1.1 refuses.
  if (reason < kFirstBrokerCode) return ::mosquitto_connack_string(reason);
  return ::mosquitto_reason_string(reason);
}

const char* or_null(const std::string& text) {
  return text.empty() ? nullptr : text.c_str();
}

}  // namespace

// What libmosquitto calls: translates and hands on.
struct MqttSession::Callbacks {
  static MqttSession& self(void* user) { return *static_cast<MqttSession*>(user); }

  static void on_connect(mosquitto* /*session*/, void* user, int reason, int /*flags*/,
                         const mosquitto_property* properties) {
    MqttConnack answer{.reason = reason, .text = reason_text(reason)};
    ::mosquitto_property_read_int16(properties, MQTT_PROP_RECEIVE_MAXIMUM, &answer.receive_maximum,
                                    false);
    ::mosquitto_property_read_int32(properties, MQTT_PROP_MAXIMUM_PACKET_SIZE,
                                    &answer.max_packet_bytes, false);
    self(user).connected_ = reason == 0;
    self(user).told_ = reason != 0;
    self(user).events_.on_connack(answer);
  }

  static void on_message(mosquitto* /*session*/, void* user, const mosquitto_message* message,
                         const mosquitto_property* properties) {
    MqttMessage incoming{
        .topic = message->topic,
        .payload = {static_cast<const char*>(message->payload),
                    static_cast<std::size_t>(message->payloadlen)},
        .qos = static_cast<Qos>(message->qos),
        .retained = message->retain ? Retain::yes : Retain::no,
        .remaining_expiry_s = std::nullopt,
    };
    std::uint32_t expiry_s = 0;
    if (properties != nullptr &&
        ::mosquitto_property_read_int32(properties, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, &expiry_s,
                                        false) != nullptr) {
      incoming.remaining_expiry_s = expiry_s;
    }
    self(user).heard_ = true;
    if (incoming.qos != Qos::at_most_once) ++self(user).unwritten_;  // its acknowledgement
    self(user).events_.on_message(incoming);
  }

  static void on_publish(mosquitto* /*session*/, void* user, int packet_id, int /*reason*/,
                         const mosquitto_property* /*properties*/) {
    self(user).events_.on_sent(packet_id);
  }

  static void on_subscribe(mosquitto* /*session*/, void* user, int /*packet_id*/, int count,
                           const int* granted, const mosquitto_property* /*properties*/) {
    for (int i = 0; i < count; ++i) {
      if (granted[i] >= kFirstBrokerCode) self(user).events_.on_subscription_refused(granted[i]);
    }
  }

  static void on_disconnect(mosquitto* /*session*/, void* user, int result,
                            const mosquitto_property* /*properties*/) {
    self(user).end(self(user).describe(result));
  }
};

void MqttSession::Free::operator()(mosquitto* session) const {
  ::mosquitto_destroy(session);
}

MqttSession::MqttSession(const MqttSettings& settings, MqttSessionEvents& events)
    : settings_{settings}, events_{events} {
  initialise_library();
  session_.reset(::mosquitto_new(settings.client_id.c_str(), true, this));
  if (session_ == nullptr) {
    configuration_error_ = fmt::format("client id \"{}\" is not valid", settings.client_id);
    return;
  }
  configure();
}

void MqttSession::configure() {
  mosquitto* session = session_.get();
  // "Threaded" makes publishing only queue, so that writing happens in write() alone.
  ::mosquitto_threaded_set(session, true);
  ::mosquitto_int_option(session, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
  ::mosquitto_int_option(session, MOSQ_OPT_RECEIVE_MAXIMUM, settings_.receive_maximum);
  ::mosquitto_int_option(session, MOSQ_OPT_SEND_MAXIMUM, kSendMaximum);
  ::mosquitto_int_option(session, MOSQ_OPT_TCP_NODELAY, 1);
  ::mosquitto_connect_v5_callback_set(session, Callbacks::on_connect);
  ::mosquitto_disconnect_v5_callback_set(session, Callbacks::on_disconnect);
  ::mosquitto_message_v5_callback_set(session, Callbacks::on_message);
  ::mosquitto_publish_v5_callback_set(session, Callbacks::on_publish);
  ::mosquitto_subscribe_v5_callback_set(session, Callbacks::on_subscribe);
  if (!settings_.username.empty()) {
    ::mosquitto_username_pw_set(session, settings_.username.c_str(), or_null(settings_.password));
  }
  if (settings_.last_will.has_value()) {
    const LastWill& will = *settings_.last_will;
    const std::string topic = settings_.topic_prefix + will.topic;
    const int rc = ::mosquitto_will_set_v5(
        session, topic.c_str(), static_cast<int>(will.payload.size()), will.payload.data(),
        static_cast<int>(will.qos), will.retain == Retain::yes, nullptr);
    if (rc != MOSQ_ERR_SUCCESS) {
      configuration_error_ = fmt::format("last will \"{}\": {}", topic, ::mosquitto_strerror(rc));
    }
  }
  if (settings_.tls.has_value()) configure_tls();
}

void MqttSession::configure_tls() {
  const MqttTls& tls = *settings_.tls;
  // MOSQ_OPT_TLS_USE_OS_CERTS would be the way, but with it libmosquitto 2.0.11 connects only once.
  const char* const ca_folder = tls.ca_file.empty() ? "/etc/ssl/certs" : nullptr;
  const int rc = ::mosquitto_tls_set(session_.get(), or_null(tls.ca_file), ca_folder,
                                     or_null(tls.cert_file), or_null(tls.key_file), nullptr);
  if (rc != MOSQ_ERR_SUCCESS) {
    configuration_error_ =
        fmt::format("TLS files (ca \"{}\", cert \"{}\", key \"{}\"): {}", tls.ca_file,
                    tls.cert_file, tls.key_file, ::mosquitto_strerror(rc));
  }
}

std::expected<void, MqttDisconnect> MqttSession::connect() {
  if (!configuration_error_.empty()) {
    return std::unexpected{MqttDisconnect{.kind = MqttDisconnect::Kind::unreachable,
                                          .code = MOSQ_ERR_INVAL,
                                          .text = configuration_error_}};
  }
  told_ = requested_ = connected_ = false;
  const int keepalive = static_cast<int>(settings_.keepalive.count());
  int rc = MOSQ_ERR_SUCCESS;
  errno = 0;
  if (!started_) {
    // Only the blocking connect takes CONNECT properties, but it keeps them for later ones before
    // it finds that this host is no good.
    Properties properties;
    properties.add_int32(MQTT_PROP_MAXIMUM_PACKET_SIZE, settings_.max_packet_bytes);
    ::mosquitto_connect_bind_v5(session_.get(), nullptr, 0, keepalive, nullptr, properties.get());
    rc = ::mosquitto_connect_async(session_.get(), settings_.host.c_str(), settings_.port,
                                   keepalive);
    started_ = true;
  } else {
    rc = ::mosquitto_reconnect_async(session_.get());
  }
  abandoned_ = false;
  // A TLS handshake that failed at once is a success to the library; only errno tells (2.0.11), or
  // the socket (2.0.21).
  int error = errno;
  if (rc == MOSQ_ERR_SUCCESS && settings_.tls && has_hung_up()) {
    rc = MOSQ_ERR_ERRNO;
    if (error == EINPROGRESS) error = socket_error();
  }
  errno = error;
  if (rc == MOSQ_ERR_SUCCESS) {
    ::fcntl(fd(), F_SETFD, FD_CLOEXEC);  // the library leaves it to be inherited
    return {};
  }
  MqttDisconnect why = describe(rc);
  if (rc == MOSQ_ERR_EAI) why.text = fmt::format("host \"{}\" is not known", settings_.host);
  told_ = true;
  abandon_socket();
  return std::unexpected{std::move(why)};
}

void MqttSession::disconnect() {
  requested_ = true;
  ::mosquitto_disconnect_v5(session_.get(), 0, nullptr);
}

void MqttSession::cut() {
  if (fd() >= 0) ::shutdown(fd(), SHUT_RDWR);
}

int MqttSession::fd() const {
  return session_ && !abandoned_ ? ::mosquitto_socket(session_.get()) : -1;
}

bool MqttSession::has_output() const {
  return ::mosquitto_want_write(session_.get());
}

// During a TLS handshake the library goes on wanting to write once it had to wait for the TCP
// connection, though it is the broker's turn: epoll would never sleep.
bool MqttSession::waits_for_writable() const {
  if (!shakes_hands()) return has_output();
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  const int socket = fd();
  return socket < 0 || ::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0;
}

bool MqttSession::shakes_hands() const {
  return settings_.tls && !connected_;
}

void MqttSession::read() {
  for (int i = 0; i < kReadBurst && fd() >= 0; ++i) {
    if (has_failed_to_connect()) return;
    // The library leaves EAGAIN in errno when the socket is empty; but also after a message that it
    // acknowledged, as nobody reads the pipe with which it would wake a thread of its own.
    errno = 0;
    heard_ = false;
    const int rc = ::mosquitto_loop_read(session_.get(), 1);
    const bool drained = errno == EAGAIN && !heard_;
    check(rc);
    if (rc != MOSQ_ERR_SUCCESS || drained) return;
  }
}

// The library does not tell when a TLS handshake fails, nor notice when the socket does then.
void MqttSession::check(int result) {
  if (result != MOSQ_ERR_SUCCESS) {
    end(describe(result));
  } else if (shakes_hands() && has_hung_up()) {
    const int error = socket_error();
    fail_handshake(error == 0 ? ECONNRESET : error);
  }
}

// To be asked before the library is at work: it takes the socket's error away without telling.
bool MqttSession::has_failed_to_connect() {
  const int error = shakes_hands() && fd() >= 0 ? socket_error() : 0;
  if (error != 0) fail_handshake(error);
  return error != 0;
}

void MqttSession::fail_handshake(int error) {
  errno = error;
  end(describe(MOSQ_ERR_ERRNO));
  abandon_socket();
}

bool MqttSession::has_hung_up() const {
  pollfd socket{.fd = fd(), .events = 0, .revents = 0};
  return fd() >= 0 && ::poll(&socket, 1, 0) > 0;
}

// Asking takes it away. 0: none.
int MqttSession::socket_error() const {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

void MqttSession::write() {
  if (has_failed_to_connect()) return;
  std::optional<Corked> corked;
  if (std::exchange(unwritten_, 0) > 1 && settings_.port != 0) corked.emplace(fd());
  errno = 0;
  ::mosquitto_loop_write(session_.get(), 1);
}

void MqttSession::on_second() {
  ::mosquitto_loop_misc(session_.get());
}

std::expected<int, PublishError> MqttSession::publish(const std::string& topic,
                                                      std::string_view payload,
                                                      const PublishOptions& options) {
  Properties properties;
  if (options.expiry_s) {
    properties.add_int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, *options.expiry_s);
  }
  int packet_id = 0;
  const int rc = ::mosquitto_publish_v5(
      session_.get(), &packet_id, topic.c_str(), static_cast<int>(payload.size()), payload.data(),
      static_cast<int>(options.qos), options.retain == Retain::yes, properties.get());
  switch (rc) {
    case MOSQ_ERR_SUCCESS:
      ++unwritten_;
      return packet_id;
    case MOSQ_ERR_OVERSIZE_PACKET:
    case MOSQ_ERR_PAYLOAD_SIZE:
      return std::unexpected{PublishError::too_large};
    case MOSQ_ERR_INVAL:
    case MOSQ_ERR_MALFORMED_UTF8:
      return std::unexpected{PublishError::invalid_topic};
    default:
      return std::unexpected{PublishError::not_connected};
  }
}

void MqttSession::subscribe(const std::string& filter, Qos qos, OwnMessages own) {
  const int options = own == OwnMessages::stay_away ? MQTT_SUB_OPT_NO_LOCAL : 0;
  const int rc = ::mosquitto_subscribe_v5(session_.get(), nullptr, filter.c_str(),
                                          static_cast<int>(qos), options, nullptr);
  if (rc == MOSQ_ERR_INVAL || rc == MOSQ_ERR_MALFORMED_UTF8) {
    events_.on_subscription_refused(MQTT_RC_TOPIC_FILTER_INVALID);
  }
}

// Called within the failing call, so errno is still that of the socket.
MqttDisconnect MqttSession::describe(int result) const {
  using Kind = MqttDisconnect::Kind;
  const int system_error = errno;
  if (requested_) return {.kind = Kind::requested, .code = 0, .text = "on request"};
  if (result >= kFirstBrokerCode) {
    return {.kind = Kind::by_broker, .code = result, .text = ::mosquitto_reason_string(result)};
  }
  std::string text = ::mosquitto_strerror(result);
  if (result == MOSQ_ERR_ERRNO) {
    const bool is_tls = settings_.tls && system_error == EPROTO;  // as libmosquitto 2.0.21 tells it
    text =
        is_tls ? ::mosquitto_strerror(MOSQ_ERR_TLS) : std::generic_category().message(system_error);
  }
  const bool was_up = connected_ || result == MOSQ_ERR_KEEPALIVE;
  return {.kind = was_up ? Kind::lost : Kind::unreachable, .code = result, .text = text};
}

// Only libmosquitto can close its socket, when it connects anew. Until then, what stands behind the
// descriptor is /dev/null, so that epoll forgets the socket and the broker sees it closed.
void MqttSession::abandon_socket() {
  if (fd() < 0) return;
  const UniqueFd nothing{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  ::dup3(nothing.get(), fd(), O_CLOEXEC);
  abandoned_ = true;
}

void MqttSession::end(const MqttDisconnect& why) {
  if (!std::exchange(told_, true)) events_.on_end(why);
}

}  // namespace luft::runtime

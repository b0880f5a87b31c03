#include "runtime/mqtt_client.h"

#include <algorithm>
#include <cassert>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>

#include "runtime/backoff.h"
#include "runtime/mqtt_expiry.h"
#include "runtime/mqtt_loop.h"
#include "runtime/mqtt_session.h"

namespace luft::runtime {
namespace {

constexpr std::chrono::seconds kStableAfter{10};  // then the next break starts with a short wait
constexpr std::size_t kMaxWindow =
    100;  // QoS 1 in flight: libmosquitto walks all of them each time

std::uint64_t seed_of(const MqttSettings& settings) {
  if (settings.backoff_seed != 0) return settings.backoff_seed;
  return std::hash<std::string>{}(settings.client_id);
}

bool is_publishable(std::string_view topic) {
  return !topic.empty() && topic.size() <= contract::kMaxTopicLength &&
         topic.find_first_of(std::string_view{"+#\0", 3}) == std::string_view::npos;
}

}  // namespace

class MqttClient::Impl final : public MqttDriven, public MqttSessionEvents {
 public:
  Impl(MqttLoop& loop, MqttSettings settings, MqttCallbacks callbacks)
      : loop_{loop},
        settings_{std::move(settings)},
        callbacks_{std::move(callbacks)},
        backoff_{{}, seed_of(settings_)},
        id_{loop.add(*this)} {}
  ~Impl() override {
    cancel_retry();
    loop_.remove(id_);
  }

  void connect() {
    if (wanted_) return;
    wanted_ = true;
    backoff_.reset();
    try_connect();
  }

  void disconnect() {
    if (!wanted_) return;
    wanted_ = false;
    cancel_retry();
    if (session_ && session_->fd() >= 0) {
      session_->disconnect();
    } else {
      on_end({.kind = MqttDisconnect::Kind::requested, .code = 0, .text = "on request"});
    }
    loop_.mark(id_);
  }

  void drop() {
    if (session_) session_->cut();
  }

  void subscribe(Subscription subscription) {
    if (connected_) send_subscription(subscription);
    subscriptions_.push_back(std::move(subscription));
  }

  std::expected<void, PublishError> publish(std::string_view topic, std::string_view payload,
                                            const PublishOptions& options) {
    if (!connected_) return std::unexpected{PublishError::not_connected};
    if (!is_publishable(topic)) return std::unexpected{PublishError::invalid_topic};
    const std::size_t bytes = topic.size() + payload.size();
    if (bytes + settings_.topic_prefix.size() + kMqttPacketOverhead > max_packet_bytes_) {
      return std::unexpected{PublishError::too_large};
    }
    if (outgoing_.messages >= settings_.max_outgoing_messages ||
        outgoing_.bytes + bytes > settings_.max_outgoing_bytes) {
      return std::unexpected{PublishError::queue_full};
    }
    topic_.assign(settings_.topic_prefix).append(topic);
    if (options.qos == Qos::at_most_once) {
      const auto packet_id = session_->publish(topic_, payload, options);
      if (!packet_id) return std::unexpected{packet_id.error()};
      unacknowledged_.emplace(*packet_id, Sent{.bytes = bytes, .order = 0, .again = {}});
      loop_.mark(id_);
    } else {
      Held message{topic_, std::string{payload}, options,
                   MqttExpiry{options.expiry_s, std::chrono::steady_clock::now()}};
      if (in_flight_ >= window_ || !held_.empty()) {
        held_.push_back(std::move(message));
      } else if (auto sent = hand_over(message); !sent) {
        return sent;
      }
    }
    ++outgoing_.messages;
    outgoing_.bytes += bytes;
    return {};
  }

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] std::size_t max_packet_bytes() const { return max_packet_bytes_; }
  [[nodiscard]] Outgoing outgoing() const { return outgoing_; }

  // MqttDriven
  void on_socket_ready() override {
    if (!session_ || session_->fd() < 0) return;  // a copy of a closed socket, in a forked child
    session_->read();
    loop_.mark(id_);
  }
  void on_second() override {
    if (!session_) return;
    session_->on_second();
    loop_.mark(id_);
  }
  void settle() override {
    if (session_) send_held();
    if (session_ && session_->has_output() && session_->fd() >= 0) session_->write();
    if (std::exchange(delivered_, false) && callbacks_.on_delivered) callbacks_.on_delivered();
    if (session_ && session_->fd() >= 0) {
      follow_socket();
    } else if (std::exchange(ended_, false)) {
      after_end();
    }
  }

  // MqttSessionEvents
  void on_connack(const MqttConnack& answer) override {
    if (answer.reason != 0) {
      why_ = {.kind = MqttDisconnect::Kind::refused, .code = answer.reason, .text = answer.text};
      ended_ = true;
      return;
    }
    window_ = kMaxWindow;
    if (answer.receive_maximum > 0)
      window_ = std::min<std::size_t>(answer.receive_maximum, window_);
    max_packet_bytes_ = settings_.max_packet_bytes;
    if (answer.max_packet_bytes > 0) {
      max_packet_bytes_ = std::min<std::size_t>(answer.max_packet_bytes, max_packet_bytes_);
    }
    connected_ = true;
    connected_since_ = std::chrono::steady_clock::now();
    for (const Subscription& subscription : subscriptions_) send_subscription(subscription);
    if (callbacks_.on_connected) callbacks_.on_connected();
  }
  void on_message(const MqttMessage& message) override {
    if (!callbacks_.on_message) return;
    MqttMessage stripped = message;
    if (stripped.topic.starts_with(settings_.topic_prefix)) {
      stripped.topic.remove_prefix(settings_.topic_prefix.size());
    }
    callbacks_.on_message(stripped);
  }
  void on_sent(int packet_id) override {
    const auto sent = unacknowledged_.find(packet_id);
    if (sent == unacknowledged_.end()) return;
    if (sent->second.again) --in_flight_;
    forget(sent->second.bytes);
    unacknowledged_.erase(sent);
    delivered_ = true;
  }
  void on_subscription_refused(int reason) override {
    if (callbacks_.on_subscription_refused) callbacks_.on_subscription_refused(reason);
  }
  void on_end(const MqttDisconnect& why) override {
    why_ = why;
    connected_ = false;
    ended_ = true;
  }

 private:
  struct Held {
    std::string topic;
    std::string payload;
    PublishOptions options;
    MqttExpiry expiry;
  };
  // Handed to the session.
  struct Sent {
    std::size_t bytes = 0;
    std::uint64_t order = 0;
    std::optional<Held> again;  // QoS 1: goes out again after a break; QoS 0: none
  };

  void try_connect() {
    if (!session_) session_ = std::make_unique<MqttSession>(settings_, *this);
    if (auto started = session_->connect(); !started) {
      why_ = std::move(started.error());
      ended_ = true;
    }
    watched_fd_ = -1;
    loop_.mark(id_);
  }

  // Keeps epoll's idea of the socket up to date.
  void follow_socket() {
    const auto wanted =
        session_->waits_for_writable() ? MqttLoop::Watch::read_and_write : MqttLoop::Watch::read;
    if (watched_fd_ == session_->fd() && watched_ == wanted) return;
    watched_fd_ = session_->fd();
    watched_ = wanted;
    loop_.watch(id_, watched_fd_, watched_);
  }

  void after_end() {
    watched_fd_ = -1;
    const auto up_since = std::exchange(connected_since_, std::nullopt);
    const bool was_stable =
        up_since && std::chrono::steady_clock::now() - *up_since >= kStableAfter;
    take_back();
    if (wanted_) {
      if (was_stable) backoff_.reset();
      retry_ = loop_.call_after(backoff_.next(), [this] {
        retry_.reset();
        try_connect();
      });
    } else {
      session_.reset();
      held_.clear();
      outgoing_ = {};
    }
    if (callbacks_.on_disconnected) callbacks_.on_disconnected(why_);
  }

  // QoS 0 packets that were not written are gone with the connection; QoS 1 wait to be sent again,
  // before what came after them.
  void take_back() {
    std::vector<Sent> again;
    for (auto& [packet_id, sent] : unacknowledged_) {
      if (sent.again) {
        again.push_back(std::move(sent));
      } else {
        forget(sent.bytes);
      }
    }
    std::ranges::sort(again, std::ranges::greater{}, &Sent::order);
    // The session would send them again by itself, however late: the next one knows nothing of
    // them.
    if (!again.empty()) session_.reset();
    for (Sent& sent : again) held_.push_front(*std::move(sent.again));
    unacknowledged_.clear();
    in_flight_ = 0;
  }

  // QoS 1. Moved from when it was taken.
  std::expected<void, PublishError> hand_over(Held& message) {
    PublishOptions options = message.options;
    options.expiry_s = message.expiry.left_s(std::chrono::steady_clock::now());
    const auto packet_id = session_->publish(message.topic, message.payload, options);
    if (!packet_id) return std::unexpected{packet_id.error()};
    ++in_flight_;
    const std::size_t bytes = bytes_of(message);
    unacknowledged_.emplace(
        *packet_id, Sent{.bytes = bytes, .order = ++handed_over_, .again = std::move(message)});
    loop_.mark(id_);
    return {};
  }

  void send_held() {
    while (connected_ && in_flight_ < window_ && !held_.empty()) {
      const std::size_t bytes = bytes_of(held_.front());
      const bool expired = held_.front().expiry.is_over(std::chrono::steady_clock::now());
      const auto sent = expired ? std::expected<void, PublishError>{} : hand_over(held_.front());
      if (!sent && sent.error() == PublishError::not_connected) return;
      if (!sent || expired) {  // or the broker's limit has shrunk since it was taken
        forget(bytes);
        delivered_ = true;
      }
      held_.pop_front();
    }
  }

  [[nodiscard]] std::size_t bytes_of(const Held& message) const {
    return message.topic.size() - settings_.topic_prefix.size() + message.payload.size();
  }

  void forget(std::size_t bytes) {
    --outgoing_.messages;
    outgoing_.bytes -= bytes;
  }

  void send_subscription(const Subscription& subscription) {
    std::string filter = settings_.topic_prefix + subscription.filter;
    if (!subscription.share_group.empty()) {
      filter.insert(0, "$share/" + subscription.share_group + "/");
    }
    session_->subscribe(filter, subscription.qos, subscription.own);
    loop_.mark(id_);
  }

  void cancel_retry() {
    if (retry_) loop_.cancel(*std::exchange(retry_, std::nullopt));
  }

  MqttLoop& loop_;
  const MqttSettings settings_;
  const MqttCallbacks callbacks_;
  std::vector<Subscription> subscriptions_;
  Backoff backoff_;
  const DrivenId id_;
  std::optional<TimerId> retry_;
  std::unique_ptr<MqttSession> session_;

  bool wanted_ = false;     // between connect() and disconnect()
  bool connected_ = false;  // the broker accepted us, and the socket has not ended
  bool ended_ = false;      // the session has ended and after_end() has not run
  bool delivered_ = false;  // on_sent() came and on_delivered has not been told
  MqttDisconnect why_;      // of ended_
  std::optional<SteadyTime> connected_since_;

  int watched_fd_ = -1;
  MqttLoop::Watch watched_{};

  std::string topic_;      // reused: prefix and topic, with an ending 0
  std::deque<Held> held_;  // QoS 1, beyond the window
  std::size_t window_ = kMaxWindow;
  std::size_t in_flight_ = 0;      // QoS 1 handed to the session, not acknowledged
  std::uint64_t handed_over_ = 0;  // so far
  std::size_t max_packet_bytes_ = 0;
  Outgoing outgoing_;                             // held_ and unacknowledged_ together
  std::unordered_map<int, Sent> unacknowledged_;  // by packet id
};

MqttClient::MqttClient(MqttLoop& loop, MqttSettings settings, MqttCallbacks callbacks)
    : impl_{std::make_unique<Impl>(loop, std::move(settings), std::move(callbacks))} {}
MqttClient::~MqttClient() = default;
void MqttClient::connect() {
  impl_->connect();
}
void MqttClient::disconnect() {
  impl_->disconnect();
}
void MqttClient::drop() {
  impl_->drop();
}
void MqttClient::subscribe(Subscription subscription) {
  impl_->subscribe(std::move(subscription));
}
std::expected<void, PublishError> MqttClient::publish(std::string_view topic,
                                                      std::string_view payload,
                                                      const PublishOptions& options) {
  return impl_->publish(topic, payload, options);
}
bool MqttClient::connected() const {
  return impl_->connected();
}
std::size_t MqttClient::max_packet_bytes() const {
  return impl_->max_packet_bytes();
}
MqttClient::Outgoing MqttClient::outgoing() const {
  return impl_->outgoing();
}

}  // namespace luft::runtime

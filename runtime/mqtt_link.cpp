#include "runtime/mqtt_link.h"

#include <atomic>
#include <cassert>
#include <future>
#include <mutex>
#include <utility>

#include "runtime/log_throttle.h"
#include "runtime/mqtt_client.h"
#include "runtime/mqtt_expiry.h"
#include "runtime/mqtt_loop.h"

namespace luft::runtime {
namespace {

constexpr std::uint32_t kLoggedBreaks = 3;  // per kind and minute
constexpr std::chrono::milliseconds kOneMinute{60'000};

MqttSettings with_will(MqttLinkOptions& options) {
  if (options.status) {
    options.mqtt.last_will =
        LastWill{.topic = options.status->topic, .payload = options.status->offline};
  }
  return options.mqtt;
}

bool is_publishable(std::string_view topic) {
  return !topic.empty() && topic.find_first_of("+#") == std::string_view::npos;
}

}  // namespace

class MqttLink::Impl {
 public:
  Impl(MqttLinkOptions options, MqttLinkCallbacks callbacks, Log log)
      : options_{std::move(options)},
        callbacks_{std::move(callbacks)},
        log_{std::move(log)},
        client_{std::make_unique<MqttClient>(loop_, with_will(options_), client_callbacks())} {
    for (const Subscription& subscription : options_.subscriptions) {
      client_->subscribe(subscription);
    }
  }

  void start() {
    assert(!started_);
    started_ = true;
    loop_.post([this] { client_->connect(); });
    loop_.start();
  }

  std::expected<void, PublishError> publish(std::string_view topic, std::string_view payload,
                                            const PublishOptions& options) {
    auto taken = take(topic, payload, options);
    auto& counter = taken ? published_ : refused_;
    counter.fetch_add(1, std::memory_order_relaxed);
    return taken;
  }

  void set_status(std::string online) {
    assert(options_.status);
    loop_.post([this, online = std::move(online)]() mutable {
      options_.status->online = std::move(online);
      if (client_->connected()) announce_online();
    });
  }

  bool stop(std::chrono::milliseconds deadline) {
    assert(!loop_.on_loop_thread());
    if (!started_ || std::exchange(stopped_, true)) return true;
    stopping_ = true;
    std::future<bool> all_out = stop_result_.get_future();
    loop_.post([this, deadline] {
      loop_.call_after(deadline, [this] { finish_stop(false); });
      continue_stop();
    });
    const bool everything_went_out = all_out.get();
    loop_.post_and_wait([this] { client_.reset(); });
    loop_.stop();
    connected_ = false;
    return everything_went_out;
  }

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] std::size_t outgoing() const {
    const std::lock_guard lock{mutex_};
    return inbox_.size() + client_outgoing_.load();
  }
  [[nodiscard]] MqttLinkCounters counters() const {
    return {.received = received_.load(),
            .published = published_.load(),
            .refused = refused_.load(),
            .connects = connects_.load()};
  }
  MqttLoop& loop() { return loop_; }

 private:
  // A message from another thread, on its way to the loop's. One allocation for both texts.
  struct Outgoing {
    std::string topic_and_payload;
    std::size_t topic_length = 0;
    PublishOptions options;
    MqttExpiry expiry;
  };

  MqttCallbacks client_callbacks() {
    return {
        .on_connected = [this] { on_connected(); },
        .on_disconnected = [this](const MqttDisconnect& why) { on_disconnected(why); },
        .on_message =
            [this](const MqttMessage& message) {
              received_.fetch_add(1, std::memory_order_relaxed);
              if (callbacks_.on_message) callbacks_.on_message(message);
            },
        .on_delivered = [this] { send_inbox(); },
        .on_subscription_refused =
            [this](int reason) {
              log_.error("broker refused a subscription: check the user's permissions (ACL)",
                         {{"reason", reason}});
            },
    };
  }

  std::expected<void, PublishError> take(std::string_view topic, std::string_view payload,
                                         const PublishOptions& options) {
    if (stopping_.load(std::memory_order_relaxed)) return std::unexpected{PublishError::stopped};
    if (!connected_.load(std::memory_order_relaxed)) {
      return std::unexpected{PublishError::not_connected};
    }
    if (loop_.on_loop_thread()) {
      const auto published = client_->publish(topic, payload, options);
      client_outgoing_ = client_->outgoing().messages;
      return published;
    }
    if (!is_publishable(topic)) return std::unexpected{PublishError::invalid_topic};
    const std::size_t bytes = topic.size() + payload.size();
    if (bytes + options_.mqtt.topic_prefix.size() + kMqttPacketOverhead > max_packet_bytes_) {
      return std::unexpected{PublishError::too_large};
    }

    Outgoing message{.topic_and_payload = {},
                     .topic_length = topic.size(),
                     .options = options,
                     .expiry = {options.expiry_s, std::chrono::steady_clock::now()}};
    message.topic_and_payload.reserve(bytes);
    message.topic_and_payload.append(topic).append(payload);
    bool first = false;
    {
      const std::lock_guard lock{mutex_};
      if (inbox_.size() >= options_.mqtt.max_outgoing_messages ||
          inbox_bytes_ + bytes > options_.mqtt.max_outgoing_bytes) {
        return std::unexpected{PublishError::queue_full};
      }
      first = inbox_.empty();
      inbox_bytes_ += bytes;
      inbox_.push_back(std::move(message));
    }
    if (!first) return {};
    if (options_.sending == Sending::at_once) {
      loop_.run_or_post([this] { send_inbox(); });
    } else {
      loop_.post([this] { send_inbox(); });
    }
    return {};
  }

  // Loop thread from here on.

  void send_inbox() {
    if (!client_) return;
    if (owes_online_ && client_->connected()) announce_online();
    std::size_t sent = 0;
    {
      const std::lock_guard lock{mutex_};
      sending_.swap(inbox_);
    }
    for (; sent < sending_.size(); ++sent) {
      Outgoing& message = sending_[sent];
      const auto now = std::chrono::steady_clock::now();
      if (message.expiry.is_over(now)) continue;
      message.options.expiry_s = message.expiry.left_s(now);
      const std::string_view all = message.topic_and_payload;
      const auto published = client_->publish(all.substr(0, message.topic_length),
                                              all.substr(message.topic_length), message.options);
      if (!published && must_wait(published.error(), message.options)) break;
    }
    put_back_from(sent);
    client_outgoing_ = client_->outgoing().messages;
    if (stopping_) continue_stop();
  }

  // Whether a message that was taken stays in the inbox: until there is room, and at QoS 1 until
  // there is a connection again.
  static bool must_wait(PublishError error, const PublishOptions& options) {
    if (error == PublishError::queue_full) return true;
    return error == PublishError::not_connected && options.qos != Qos::at_most_once;
  }

  // What was not sent goes before what has come meanwhile.
  void put_back_from(std::size_t sent) {
    const std::lock_guard lock{mutex_};
    for (std::size_t i = 0; i < sent; ++i) inbox_bytes_ -= sending_[i].topic_and_payload.size();
    sending_.erase(sending_.begin(), sending_.begin() + static_cast<std::ptrdiff_t>(sent));
    if (!sending_.empty()) {
      inbox_.insert(inbox_.begin(), std::make_move_iterator(sending_.begin()),
                    std::make_move_iterator(sending_.end()));
      sending_.clear();
    }
  }

  void on_connected() {
    connects_.fetch_add(1, std::memory_order_relaxed);
    log_.info("connected to the broker",
              {{"host", options_.mqtt.host}, {"port", options_.mqtt.port}});
    if (options_.status) announce_online();
    max_packet_bytes_ = client_->max_packet_bytes();
    connected_ = true;
    if (callbacks_.on_connected) callbacks_.on_connected();
    send_inbox();
  }

  void on_disconnected(const MqttDisconnect& why) {
    connected_ = false;
    client_outgoing_ = client_->outgoing().messages;
    log_break(why);
    if (callbacks_.on_disconnected) callbacks_.on_disconnected(why);
    if (stopping_) finish_stop(everything_is_out());
  }

  void log_break(const MqttDisconnect& why) {
    if (why.kind == MqttDisconnect::Kind::requested) return;
    const auto held_back = throttle_.admit(name(why.kind), std::chrono::steady_clock::now());
    if (!held_back) return;
    log_.warn("no connection to the broker; trying again", {{"host", options_.mqtt.host},
                                                            {"port", options_.mqtt.port},
                                                            {"kind", name(why.kind)},
                                                            {"code", why.code},
                                                            {"error", why.text},
                                                            {"held_back", *held_back}});
  }

  // Where there is no room for it, it goes before what comes next.
  void announce_online() { owes_online_ = !stopping_ && !announce(options_.status->online); }

  bool announce(const std::string& status) {
    return client_
        ->publish(options_.status->topic, status,
                  {.qos = Qos::at_least_once, .retain = Retain::yes, .expiry_s = std::nullopt})
        .has_value();
  }

  [[nodiscard]] bool everything_is_out() const {
    const std::lock_guard lock{mutex_};
    return inbox_.empty() && sending_.empty() && client_->outgoing().messages == 0;
  }

  // Steps: all out, then `offline`, then all out, then disconnect. Called when any may have come.
  void continue_stop() {
    if (!client_ || stop_finished_) return;
    if (!client_->connected()) return finish_stop(everything_is_out());
    if (!everything_is_out()) return;
    if (options_.status && !std::exchange(announced_offline_, true)) {
      if (announce(options_.status->offline)) return;
    }
    client_->disconnect();
  }

  void finish_stop(bool everything_went_out) {
    if (std::exchange(stop_finished_, true)) return;
    stop_result_.set_value(everything_went_out);
  }

  MqttLinkOptions options_;
  const MqttLinkCallbacks callbacks_;
  const Log log_;
  LogThrottle throttle_{kLoggedBreaks, kOneMinute};
  MqttLoop loop_;
  std::unique_ptr<MqttClient> client_;

  std::atomic<bool> connected_ = false;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> max_packet_bytes_ = 0;
  std::atomic<std::size_t> client_outgoing_ = 0;
  std::atomic<std::uint64_t> received_ = 0;
  std::atomic<std::uint64_t> published_ = 0;
  std::atomic<std::uint64_t> refused_ = 0;
  std::atomic<std::uint64_t> connects_ = 0;

  mutable std::mutex mutex_;  // guards inbox_ and inbox_bytes_
  std::vector<Outgoing> inbox_;
  std::size_t inbox_bytes_ = 0;    // of inbox_ and sending_
  std::vector<Outgoing> sending_;  // loop thread

  bool started_ = false;  // start() comes before stop(), on any threads
  bool stopped_ = false;
  bool owes_online_ = false;        // loop thread
  bool announced_offline_ = false;  // loop thread
  bool stop_finished_ = false;      // loop thread
  std::promise<bool> stop_result_;
};

MqttLink::MqttLink(MqttLinkOptions options, MqttLinkCallbacks callbacks, Log log)
    : impl_{std::make_unique<Impl>(std::move(options), std::move(callbacks), std::move(log))} {}
MqttLink::~MqttLink() {
  stop();
}
void MqttLink::start() {
  impl_->start();
}
std::expected<void, PublishError> MqttLink::publish(std::string_view topic,
                                                    std::string_view payload,
                                                    const PublishOptions& options) {
  return impl_->publish(topic, payload, options);
}
void MqttLink::set_status(std::string online) {
  impl_->set_status(std::move(online));
}
bool MqttLink::stop(std::chrono::milliseconds deadline) {
  return impl_->stop(deadline);
}
bool MqttLink::connected() const {
  return impl_->connected();
}
std::size_t MqttLink::outgoing() const {
  return impl_->outgoing();
}
MqttLinkCounters MqttLink::counters() const {
  return impl_->counters();
}
MqttLoop& MqttLink::loop() {
  return impl_->loop();
}

}  // namespace luft::runtime

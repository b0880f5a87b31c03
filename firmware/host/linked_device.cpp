#include "firmware/host/linked_device.h"

#include <ctime>
#include <utility>

namespace luft::firmware::host {
namespace {

// A device is small: it holds back rather than fill the connection's queue.
constexpr std::size_t kMostOutgoing = 200;

}  // namespace

std::optional<std::uint16_t> LocalMinute::minute_of_day() const {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return static_cast<std::uint16_t>(local.tm_hour * 60 + local.tm_min);
}

LinkedDevice::LinkedDevice(runtime::MqttLoop& loop, runtime::MqttSettings connection,
                           const DeviceSettings& settings, const Body& body,
                           std::size_t outbox_capacity, Scratch& scratch,
                           const runtime::Clock& clock)
    : clock_(clock),
      started_(clock.steady_now()),
      slots_(std::make_unique<HeldReading[]>(outbox_capacity)),
      readings_({slots_.get(), outbox_capacity}),
      device_(settings, ports(body, scratch)),
      client_(loop, for_device(std::move(connection)), callbacks()) {
  const auto subscriptions = device_.subscriptions();
  for (const auto& name : subscriptions.all()) {
    client_.subscribe({.filter = std::string{name.view()}, .share_group = {}});
  }
}

Uptime LinkedDevice::uptime() const {
  return std::chrono::duration_cast<Uptime>(clock_.steady_now() - started_);
}

bool LinkedDevice::publish(const contract::Topic& topic, std::string_view payload) {
  const contract::TopicInfo& info = contract::info(topic.kind);
  const auto name = contract::topic_name(topic);
  runtime::PublishOptions options{
      .qos = static_cast<runtime::Qos>(info.qos), .retain = info.retain, .expiry_s = {}};
  if (topic.kind == contract::TopicKind::reading || topic.kind == contract::TopicKind::batch) {
    options.expiry_s = contract::kReadingExpirySeconds;
  }
  return client_.publish(name.view(), payload, options).has_value();
}

Ports LinkedDevice::ports(const Body& body, Scratch& scratch) {
  return {.sink = *this,
          .sensors = body.sensors,
          .motor = body.motor,
          .readings = readings_,
          .memory = body.memory,
          .system = body.system,
          .observer = body.observer,
          .scratch = scratch,
          .microphone = body.microphone,
          .backlog = body.backlog,
          .clock = &local_minute_,
          .settings = body.settings,
          .update = body.update,
          .health = body.health,
          .smoke = body.smoke};
}

runtime::MqttSettings LinkedDevice::for_device(runtime::MqttSettings connection) const {
  connection.client_id = device_.id().view();
  connection.max_outgoing_messages = kMostOutgoing;
  connection.last_will =
      runtime::LastWill{.topic = std::string{contract::topic_name(device_.status_topic()).view()},
                        .payload = std::string{contract::name(contract::Presence::offline)}};
  return connection;
}

runtime::MqttCallbacks LinkedDevice::callbacks() {
  return {.on_connected =
              [this] {
                trouble_.clear();
                device_.on_connected(uptime());
              },
          .on_disconnected =
              [this](const runtime::MqttDisconnect& why) {
                trouble_ = why.text;
                device_.on_disconnected();
              },
          .on_message =
              [this](const runtime::MqttMessage& message) {
                if (deafness_(chance_)) return;
                const auto delivery =
                    message.retained == runtime::Retain::yes ? Delivery::retained : Delivery::live;
                device_.on_message(message.topic, message.payload, delivery, uptime());
              },
          .on_delivered = {},
          .on_subscription_refused = {}};
}

}  // namespace luft::firmware::host

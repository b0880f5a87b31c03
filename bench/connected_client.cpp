// Connecting, and being sure that the subscription is in force before the first probe.
#include "bench/connected_client.h"

#include <fmt/format.h>

#include <future>
#include <stdexcept>

namespace luft::bench {

ConnectedClient::ConnectedClient(runtime::MqttSettings broker, const std::string& name,
                                 const std::vector<std::string>& filters,
                                 runtime::OnMqttMessage on_message) {
  // The broker handles one client's packets in order: once an own message on `ready` is back, the
  // subscriptions made before it are in force.
  const auto ready_topic = fmt::format("ready/{}", name);
  auto ready = std::make_shared<std::promise<void>>();
  broker.client_id = name;
  client_ = std::make_unique<runtime::MqttClient>(
      loop_, std::move(broker),
      runtime::MqttCallbacks{
          .on_connected = [this, ready_topic] { publish(ready_topic, "ready"); },
          .on_disconnected = {},
          .on_message =
              [ready, ready_topic, handle = std::move(on_message)](const auto& message) {
                if (message.topic == ready_topic) {
                  ready->set_value();
                } else {
                  handle(message);
                }
              },
          .on_delivered = {}});
  for (const auto& filter : filters) client_->subscribe({.filter = filter, .share_group = {}});
  client_->subscribe({.filter = ready_topic, .share_group = {}});
  client_->connect();
  loop_.start();
  ready->get_future().wait();
}

ConnectedClient::~ConnectedClient() {
  loop_.stop();
  client_.reset();
}

void ConnectedClient::publish(std::string_view topic, std::string_view payload) {
  if (const auto sent = client_->publish(topic, payload); !sent) {
    throw std::runtime_error{fmt::format("publish: {}", runtime::name(sent.error()))};
  }
}

}  // namespace luft::bench

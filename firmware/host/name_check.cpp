#include "firmware/host/name_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "contract/device.h"
#include "contract/topics.h"

namespace luft::firmware::host {

using contract::TopicKind;

namespace {

runtime::MqttSettings with_own_name(runtime::MqttSettings connection) {
  connection.client_id = fmt::format("name-check-{:08x}", std::random_device{}());
  connection.last_will.reset();
  return connection;
}

}  // namespace

NameCheck::NameCheck(runtime::MqttSettings connection, const std::vector<std::string>& device_ids)
    : client_(
          loop_, with_own_name(std::move(connection)),
          {.on_connected =
               [this] {
                 trouble_.clear();
                 loop_.call_after(kPatience, [this] { done_ = true; });
               },
           .on_disconnected = [this](const runtime::MqttDisconnect& why) { trouble_ = why.text; },
           .on_message = [this](const runtime::MqttMessage& message) { on_message(message); },
           .on_delivered = {},
           .on_subscription_refused = {}}) {
  const auto ask = [this](const contract::Topic& topic) {
    client_.subscribe(
        {.filter = std::string{contract::topic_name(topic).view()}, .share_group = {}});
  };
  for (const std::string& id : device_ids) {
    ask({.kind = TopicKind::device_status, .device = contract::DeviceId::cut(id), .metric = {}});
  }
  ask({.kind = TopicKind::hub_status, .device = {}, .metric = {}});
  client_.connect();
  loop_.start();
}

NameCheck::~NameCheck() {
  loop_.post_and_wait([this] { client_.disconnect(); });
  loop_.stop();
}

bool NameCheck::done() {
  bool done = false;
  loop_.post_and_wait([&] { done = done_; });
  return done;
}

std::vector<std::string> NameCheck::online() {
  std::vector<std::string> online;
  loop_.post_and_wait([&] { online = online_; });
  return online;
}

std::string NameCheck::trouble() {
  std::string trouble;
  loop_.post_and_wait([&] { trouble = trouble_; });
  return trouble;
}

void NameCheck::on_message(const runtime::MqttMessage& message) {
  const auto topic = contract::parse_topic(message.topic);
  if (!topic) return;
  if (topic->kind == TopicKind::hub_status) {
    done_ = true;  // the broker answers in the order it was asked
    return;
  }
  const std::string id{topic->device.view()};
  std::erase(online_, id);
  if (contract::parse_presence(message.payload) == contract::Presence::online) {
    online_.insert(std::ranges::upper_bound(online_, id), id);
  }
}

}  // namespace luft::firmware::host

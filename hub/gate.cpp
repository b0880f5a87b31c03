#include "hub/gate.h"

#include <utility>

namespace luft::hub {
namespace {

using contract::TopicKind;

constexpr std::size_t kKeptOfUnknownTopic = 256;

bool carries_readings(const Message& message) {
  if (!message.topic) return true;  // garbage waits like readings do
  switch (message.topic->kind) {
    case TopicKind::reading:
    case TopicKind::batch:
    case TopicKind::audio:
      return true;
    default:
      return false;
  }
}

bool is_bare_reading(const Message& message) {
  return message.topic && message.topic->kind == TopicKind::reading &&
         message.payload.find("\"seq\"") == std::string::npos;
}

}  // namespace

Gate::Gate(const runtime::IntakeSettings& settings, runtime::Channel<Message>& readings,
           runtime::Channel<Urgent>& urgent, const runtime::Clock& clock)
    : readings_(readings), urgent_(urgent), clock_(clock), limits_(settings.rate, settings.burst) {}

std::vector<runtime::Subscription> Gate::subscriptions() {
  std::vector<runtime::Subscription> all{{.filter = "sensor/#"}, {.filter = "window/#"}};
  for (const TopicKind kind : {TopicKind::device_status, TopicKind::device_info,
                               TopicKind::device_event, TopicKind::config_reported}) {
    all.push_back({.filter = std::string{contract::topic_filter(kind).view()}});
  }
  return all;
}

void Gate::on_message(const runtime::MqttMessage& message) {
  if (closed_) return;
  Message arrived{.topic = contract::parse_topic(message.topic),
                  .unknown_topic = {},
                  .payload = std::string{message.payload},
                  .retained = message.retained,
                  .received = Moment::of(clock_)};
  if (!arrived.topic) arrived.unknown_topic = message.topic.substr(0, kKeptOfUnknownTopic);
  const contract::DeviceId device = arrived.topic ? arrived.topic->device : contract::DeviceId{};
  if (!limits_.admit(device, arrived.received.steady)) return refuse(arrived);
  if (!carries_readings(arrived)) {
    if (!urgent_.try_send(Urgent{std::move(arrived)})) ++let_go_;
    return;
  }
  if (auto sent = readings_.try_send(std::move(arrived)); !sent) refuse(sent.error().item);
}

void Gate::refuse(const Message& message) {
  if (is_bare_reading(message)) {
    limits_.drop(message.topic->device);
  } else {
    ++let_go_;
  }
}

void Gate::report_dropped() {
  if (!limits_.has_dropped()) return;
  for (const DroppedReadings& dropped : limits_.take_dropped()) {
    if (!urgent_.try_send(Urgent{dropped})) limits_.give_back(dropped);
  }
}

}  // namespace luft::hub

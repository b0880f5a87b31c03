#include "hub/gate.h"

#include <utility>

#include "contract/limits.h"

namespace luft::hub {
namespace {

using contract::TopicKind;

constexpr std::size_t kKeptOfUnknownTopic = 256;

// Under one of the three subtrees that are subscribed to whole.
bool is_of_devices(std::string_view pattern) {
  return pattern.starts_with("sensor/") || pattern.starts_with("window/") ||
         pattern.starts_with("device/");
}

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

// A single one: batches and audio are too much work for the MQTT thread.
bool is_reading(const Message& message) {
  return message.topic && message.topic->kind == TopicKind::reading;
}

bool is_bare_reading(const Message& message) {
  return is_reading(message) && message.payload.find("\"seq\"") == std::string::npos;
}

// What the broker took off a message's expiry. It counts in whole seconds: one may be no time.
std::chrono::milliseconds in_broker(const runtime::MqttMessage& message) {
  constexpr std::uint32_t kWhole = contract::kReadingExpirySeconds;
  if (!message.remaining_expiry_s || *message.remaining_expiry_s > kWhole) return {};
  const std::uint32_t waited_s = kWhole - *message.remaining_expiry_s;
  return std::chrono::seconds{waited_s > 0 ? waited_s - 1 : 0};
}

// No device's name: services do not wait for devices.
constexpr contract::DeviceId kServices = contract::DeviceId::cut("(services)");

// Whose rate a message counts for. Garbage under a device's name, to which the broker keeps each
// device, counts for that one; other garbage together.
contract::DeviceId sender_of(const Message& message) {
  if (message.topic) return message.topic->device.empty() ? kServices : message.topic->device;
  const std::string_view topic = message.unknown_topic;
  if (!is_of_devices(topic)) return {};
  const std::string_view rest = topic.substr(topic.find('/') + 1);
  return contract::parse_device_id(rest.substr(0, rest.find('/'))).value_or(contract::DeviceId{});
}

bool comes_again(const Message& message) {
  return message.topic && (message.topic->kind == TopicKind::batch ||
                           (is_reading(message) && !is_bare_reading(message)));
}

}  // namespace

Gate::Gate(const runtime::IntakeSettings& settings, runtime::Channel<Message>& readings,
           runtime::Channel<Urgent>& urgent, const runtime::Clock& clock, TakeAtOnce take_at_once)
    : readings_(readings),
      urgent_(urgent),
      clock_(clock),
      take_at_once_(std::move(take_at_once)),
      limits_(settings.rate, settings.burst) {}

std::vector<runtime::Subscription> Gate::subscriptions() {
  std::vector<runtime::Subscription> all;
  // At QoS 1, though receipts promise more: mosquitto 2.0.11 goes silent at QoS 0 once it has had
  // to queue max_queued_messages for a connection, ever (docs/decisions/0011).
  all.push_back({.filter = "sensor/#"});
  all.push_back({.filter = "window/#"});
  all.push_back({.filter = "device/#", .own = runtime::OwnMessages::stay_away});  // receipts
  for (const contract::TopicInfo& topic : contract::all_topics()) {
    if (!topic.hub_listens || is_of_devices(topic.pattern)) continue;
    all.push_back({.filter = std::string{contract::topic_filter(topic.kind).view()}});
  }
  return all;
}

void Gate::on_message(const runtime::MqttMessage& message) {
  if (closed_) return;
  Message arrived{.topic = contract::parse_topic(message.topic),
                  .unknown_topic = {},
                  .payload = std::string{message.payload},
                  .retained = message.retained,
                  .received = Moment::of(clock_),
                  .in_broker = in_broker(message)};
  if (!arrived.topic) arrived.unknown_topic = message.topic.substr(0, kKeptOfUnknownTopic);
  if (!limits_.admit(sender_of(arrived), arrived.received.steady)) return refuse(arrived);
  if (!carries_readings(arrived)) {
    if (!urgent_.try_send(Urgent{std::move(arrived)})) ++not_taken_.refused;
    return;
  }
  if (is_reading(arrived) && take_at_once_(arrived)) return;
  if (auto sent = readings_.try_send(std::move(arrived)); !sent) refuse(sent.error().item);
}

void Gate::refuse(const Message& message) {
  if (is_bare_reading(message)) {
    limits_.drop(message.topic->device);
  } else {
    ++(comes_again(message) ? not_taken_.let_go : not_taken_.refused);
  }
}

void Gate::report_dropped() {
  if (not_taken_.let_go + not_taken_.refused > 0 && urgent_.try_send(Urgent{not_taken_})) {
    not_taken_ = {};
  }
  if (!limits_.has_dropped()) return;
  for (const DroppedReadings& dropped : limits_.take_dropped()) {
    if (!urgent_.try_send(Urgent{dropped})) limits_.give_back(dropped);
  }
}

}  // namespace luft::hub

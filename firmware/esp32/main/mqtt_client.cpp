#include "firmware/esp32/main/mqtt_client.h"

#include <esp_tls_errors.h>

#include <utility>

#include "firmware/esp32/main/chip.h"
#include "firmware/esp32/main/lock.h"
#include "firmware/esp32/main/terminated.h"

namespace luft::firmware::esp32 {
namespace {

constexpr Uptime kLongWait{250};         // for esp-mqtt's lock
constexpr Uptime kPause{1'000};          // after such a wait, or a subscription that was not taken
constexpr int kMostMessagesAtOnce = 16;  // at a tick: a flood does not stop the device

TrialStep step_of(const esp_mqtt_error_codes_t& error) {
  if (error.error_type == MQTT_ERROR_TYPE_CONNECTION_REFUSED) return TrialStep::broker_refused;
  if (error.esp_tls_last_esp_err == ESP_ERR_ESP_TLS_CANNOT_RESOLVE_HOSTNAME) {
    return TrialStep::broker_name_unknown;
  }
  if (error.esp_tls_cert_verify_flags != 0) return TrialStep::broker_not_trusted;
  return TrialStep::broker_silent;
}

}  // namespace

MqttClient::MqttClient()
    : mutex_(xSemaphoreCreateMutexStatic(&mutex_control_)),
      inbox_(xMessageBufferCreateStatic(storage_.size(), storage_.data(), &inbox_control_)) {}

void MqttClient::start(const DeviceSetup& setup) {
  stop();
  const Lock lock(mutex_);  // what it hears at once waits until it is ours
  step_ = TrialStep::connecting;
  connection_ = MqttConnection::start(setup, on_event, this);
}

void MqttClient::stop() {
  std::unique_ptr<MqttConnection> old;
  {
    const Lock lock(mutex_);
    old = std::move(connection_);
    connected_ = false;
  }
  MqttConnection::end(std::move(old));
}

void MqttClient::on_event(void* self, esp_event_base_t /*base*/, std::int32_t id, void* data) {
  auto& client = *static_cast<MqttClient*>(self);
  const auto& event = *static_cast<const esp_mqtt_event_t*>(data);
  const Lock lock(client.mutex_);  // the loop holds it for a moment only
  // What one that is being ended still hears is nobody's.
  if (!client.connection_ || event.client != client.connection_->handle()) return;
  switch (static_cast<esp_mqtt_event_id_t>(id)) {
    case MQTT_EVENT_CONNECTED:
      client.step_ = TrialStep::succeeded;
      client.connected_ = true;
      client.link_ = Link::made;
      return;
    case MQTT_EVENT_DISCONNECTED:
      client.connected_ = false;
      client.link_ = Link::lost;
      return;
    case MQTT_EVENT_DATA:
      return client.on_message(event);
    case MQTT_EVENT_ERROR:
      client.step_ = step_of(*event.error_handle);
      return;
    default:
      return;
  }
}

// The buffer holds every message of the wire that a device may hear: what comes in pieces is none.
void MqttClient::on_message(const esp_mqtt_event_t& event) {
  if (event.topic == nullptr || event.data_len != event.total_data_len) return;
  put(event.retain ? Kind::retained : Kind::live,
      {event.topic, static_cast<std::size_t>(event.topic_len)},
      {event.data, static_cast<std::size_t>(event.data_len)});
}

void MqttClient::put(Kind kind, std::string_view topic, std::string_view payload) {
  const std::size_t length = kFrameHead + topic.size() + payload.size();
  if (topic.size() > contract::kMaxTopicLength || length > incoming_.size()) return;
  incoming_[0] = static_cast<char>(kind);
  incoming_[1] = static_cast<char>(topic.size());
  topic.copy(incoming_.data() + kFrameHead, topic.size());
  payload.copy(incoming_.data() + kFrameHead + topic.size(), payload.size());
  // A loop that is so far behind hears less: orders are absolute, receipts come again.
  xMessageBufferSend(inbox_, incoming_.data(), length, 0);
}

void MqttClient::forget_inbox() {
  const Lock lock(mutex_);  // FreeRTOS lets nobody write while it is emptied
  xMessageBufferReset(inbox_);
  link_ = Link::unchanged;
  subscribe_at_ = kNever;
}

// In one message: eight could each have to wait.
bool MqttClient::subscribe(const Device& device) {
  const auto subscriptions = device.subscriptions();
  std::array<decltype(terminated(contract::TopicName{})), Device::kMostSubscriptions> names{};
  std::array<esp_mqtt_topic_t, Device::kMostSubscriptions> topics{};
  std::size_t count = 0;
  for (const auto& name : subscriptions.all()) {
    names[count] = terminated(name);
    topics[count] = {.filter = names[count].data(), .qos = 1};
    ++count;
  }
  return esp_mqtt_client_subscribe_multiple(connection_->handle(), topics.data(),
                                            static_cast<int>(count)) >= 0;
}

void MqttClient::deliver_link(Device& device, Uptime now) {
  const Link link = link_.exchange(Link::unchanged);
  if (link != Link::unchanged) {
    device.on_disconnected();  // also when it was lost and made again since
    subscribe_at_ = link == Link::made ? now : kNever;
  }
  if (subscribe_at_ == kNever || now < subscribe_at_) return;
  if (!subscribe(device)) {
    subscribe_at_ = now + kPause;
    return;
  }
  subscribe_at_ = kNever;
  device.on_connected(now);
}

void MqttClient::deliver(Device& device, Uptime now) {
  deliver_link(device, now);
  for (int i = 0; i < kMostMessagesAtOnce; ++i) {
    const std::size_t length =
        xMessageBufferReceive(inbox_, delivering_.data(), delivering_.size(), 0);
    if (length == 0) return;
    const std::string_view frame{delivering_.data(), length};
    const auto kind = static_cast<Kind>(frame[0]);
    const std::size_t topic_length = static_cast<unsigned char>(frame[1]);
    device.on_message(frame.substr(kFrameHead, topic_length),
                      frame.substr(kFrameHead + topic_length),
                      kind == Kind::retained ? Delivery::retained : Delivery::live, now);
  }
}

bool MqttClient::publish(const contract::Topic& topic, std::string_view payload) {
  const Uptime asked = uptime();
  if (!connection_ || !connected_ || asked < patient_again_) return false;
  const contract::TopicInfo& info = contract::info(topic.kind);
  const auto name = terminated(contract::topic_name(topic));
  esp_mqtt5_publish_property_config_t property{};
  if (topic.kind == contract::TopicKind::reading || topic.kind == contract::TopicKind::batch) {
    property.message_expiry_interval = contract::kReadingExpirySeconds;
  }
  const auto client = connection_->handle();
  esp_mqtt5_client_set_publish_property(client, &property);
  const int taken =
      esp_mqtt_client_enqueue(client, name.data(), payload.data(), static_cast<int>(payload.size()),
                              info.qos, info.retain == contract::Retain::yes ? 1 : 0, true);
  const Uptime answered = uptime();
  if (answered - asked > kLongWait) patient_again_ = answered + kPause;
  return taken >= 0;
}

}  // namespace luft::firmware::esp32

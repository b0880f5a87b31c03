#include "firmware/esp32/main/mqtt_connection.h"

#include <esp_check.h>
#include <esp_crt_bundle.h>
#include <esp_random.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

#include <algorithm>
#include <array>
#include <new>
#include <string_view>

#include "contract/device.h"
#include "contract/topics.h"
#include "firmware/esp32/main/chip.h"
#include "firmware/esp32/main/terminated.h"

namespace luft::firmware::esp32 {
namespace {

constexpr int kKeepAlive_s = 30;
constexpr int kReconnect_ms =
    5'000;  // and up to as much again, so that a site does not come at once
constexpr int kNetworkTimeout_ms = 4'000;  // publish() may wait as long: below the watchdog's 5 s
constexpr int kStackBytes = 6'144;
// The largest frame of the wire, and what holds it.
constexpr int kBufferBytes = 2 + contract::kMaxTopicLength + contract::kMaxMessageBytes;
constexpr std::uint64_t kMostOutgoingBytes = 24 * 1'024;  // the core holds back what does not fit

// The end says goodbye to the broker, as esp-mqtt's own thread would: its stack and its priority.
constexpr UBaseType_t kEndPriority = 5;
constexpr int kMostGoodbyes = 60;
constexpr TickType_t kBetweenGoodbyes = pdMS_TO_TICKS(1'000);

}  // namespace

bool MqttConnection::keep_authority(const Certificate& authority) {
  const std::string_view text = authority.view();
  authority_.reset(new (std::nothrow) char[text.size() + 1]);
  if (!authority_) return false;
  *std::ranges::copy(text, authority_.get()).out = '\0';
  return true;
}

std::unique_ptr<MqttConnection> MqttConnection::start(const DeviceSetup& setup,
                                                      esp_event_handler_t on_event, void* context) {
  std::unique_ptr<MqttConnection> made(new (std::nothrow) MqttConnection);
  if (!made) return nullptr;
  const auto host = terminated(setup.broker_host);
  const auto id = terminated(setup.id);
  const auto password = terminated(setup.broker_password);
  const auto will = terminated(
      contract::topic_name({.kind = contract::TopicKind::device_status, .device = setup.id}));
  const std::string_view offline = contract::name(contract::Presence::offline);

  esp_mqtt_client_config_t config{};
  config.broker.address.hostname = host.data();
  config.broker.address.port = setup.broker_port;
  config.broker.address.transport = MQTT_TRANSPORT_OVER_TCP;
  if (setup.security == BrokerSecurity::tls) {
    config.broker.address.transport = MQTT_TRANSPORT_OVER_SSL;
    if (setup.ca.empty()) {
      config.broker.verification.crt_bundle_attach = esp_crt_bundle_attach;
    } else {
      if (!made->keep_authority(setup.ca)) return nullptr;
      config.broker.verification.certificate = made->authority_.get();
    }
  }
  config.credentials.client_id = id.data();
  if (!setup.broker_password.empty()) {
    config.credentials.username = id.data();
    config.credentials.authentication.password = password.data();
  }
  config.session.protocol_ver = MQTT_PROTOCOL_V_5;
  config.session.keepalive = kKeepAlive_s;
  config.session.last_will.topic = will.data();
  config.session.last_will.msg = offline.data();
  config.session.last_will.msg_len = static_cast<int>(offline.size());
  config.session.last_will.qos = 1;
  config.session.last_will.retain = 1;
  config.network.reconnect_timeout_ms =
      kReconnect_ms + static_cast<int>(esp_random() % kReconnect_ms);
  config.network.timeout_ms = kNetworkTimeout_ms;
  config.task.stack_size = kStackBytes;
  config.buffer.size = kBufferBytes;
  config.outbox.limit = kMostOutgoingBytes;
  made->client_ = esp_mqtt_client_init(&config);
  if (made->client_ == nullptr) return nullptr;
  ESP_ERROR_CHECK(esp_mqtt_client_register_event(made->client_, MQTT_EVENT_ANY, on_event, context));
  ESP_ERROR_CHECK(esp_mqtt_client_start(made->client_));
  return made;
}

void MqttConnection::end(std::unique_ptr<MqttConnection> connection) {
  if (!connection) return;
  if (xTaskCreate(end_task, "mqtt end", kStackBytes, connection.get(), kEndPriority, nullptr) ==
      pdPASS) {
    (void)connection.release();  // the task's
    return;
  }
  const Unwatched waiting;  // without memory for a task there is nothing for it but to wait
  connection.reset();
}

void MqttConnection::end_task(void* connection) {
  std::unique_ptr<MqttConnection>(static_cast<MqttConnection*>(connection)).reset();
  vTaskDelete(nullptr);
}

// esp-mqtt stops nothing while it cannot send its goodbye, and destroys a client that still runs:
// so it is asked again until it does, and one that never does keeps its memory.
MqttConnection::~MqttConnection() {
  if (client_ == nullptr) return;
  for (int i = 0; i < kMostGoodbyes; ++i) {
    if (esp_mqtt_client_stop(client_) == ESP_OK) {
      esp_mqtt_client_destroy(client_);
      return;
    }
    vTaskDelay(kBetweenGoodbyes);
  }
  (void)authority_.release();
}

}  // namespace luft::firmware::esp32

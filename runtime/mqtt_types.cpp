#include "runtime/mqtt_types.h"

#include <utility>

namespace luft::runtime {

std::string_view name(PublishError error) {
  switch (error) {
    case PublishError::not_connected:
      return "not_connected";
    case PublishError::queue_full:
      return "queue_full";
    case PublishError::too_large:
      return "too_large";
    case PublishError::invalid_topic:
      return "invalid_topic";
    case PublishError::stopped:
      return "stopped";
  }
  std::unreachable();
}

std::string_view name(MqttDisconnect::Kind kind) {
  switch (kind) {
    case MqttDisconnect::Kind::requested:
      return "requested";
    case MqttDisconnect::Kind::unreachable:
      return "unreachable";
    case MqttDisconnect::Kind::refused:
      return "refused";
    case MqttDisconnect::Kind::lost:
      return "lost";
    case MqttDisconnect::Kind::by_broker:
      return "by_broker";
  }
  std::unreachable();
}

}  // namespace luft::runtime

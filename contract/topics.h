// The topics of the wire: which exist, who speaks on them, and how their names are read and
// written.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/device_id.h"
#include "contract/metric.h"
#include "contract/parse_error.h"

namespace luft::contract {

enum class TopicKind : std::uint8_t {
  reading,            // sensor/{id}/{metric}
  audio,              // sensor/{id}/audio
  batch,              // sensor/{id}/batch
  inference_request,  // ml/inference/request/{id}
  window_control,     // window/{id}/control
  window_set,         // window/{id}/set
  window_state,       // window/{id}/state
  device_status,      // device/{id}/status
  device_info,        // device/{id}/info
  device_event,       // device/{id}/event
  config_desired,     // device/{id}/config/desired
  config_reported,    // device/{id}/config/reported
  device_command,     // device/{id}/command
  device_receipt,     // device/{id}/receipt
  ml_status,          // ml/status
  ml_model,           // ml/model
  hub_status,         // hub/status
  ml_versions,        // ml/versions
  ml_command,         // ml/command
  shadow_decision,    // ml/shadow/{id}
};

inline constexpr std::size_t kTopicKindCount = 20;

enum class Speaker : std::uint8_t { device, hub, ml, person };
enum class Retain : std::uint8_t { no, yes };

// One row of the topic table: what docs/topics.md and the broker's ACL are generated from.
struct TopicInfo {
  TopicKind kind;
  std::string_view name;     // "window_control": for logs, metrics and golden files
  std::string_view pattern;  // with {id} and {metric}
  Speaker speaker;           // who publishes it
  std::uint8_t qos;
  Retain retain;
  bool device_listens = false;  // a device may subscribe to it for its own id
  bool hub_listens = false;
  bool ml_listens = false;
  std::size_t max_payload_bytes;
};

[[nodiscard]] const TopicInfo& info(TopicKind kind);
[[nodiscard]] std::span<const TopicInfo, kTopicKindCount> all_topics();

struct Topic {
  TopicKind kind{};
  DeviceId device{};  // empty for what is about a service, such as ml_status
  Metric metric{};    // only for TopicKind::reading

  friend bool operator==(const Topic&, const Topic&) = default;
};

// Reads a topic name (without the site prefix).
[[nodiscard]] std::expected<Topic, ParseError> parse_topic(std::string_view name);

using TopicName = Text<kMaxTopicLength>;

// Writes a topic's name; `topic.device` must be set where the pattern has {id}.
[[nodiscard]] TopicName topic_name(const Topic& topic);

// Subscription filter over all devices: "window/+/state"; for reading "sensor/+/+".
[[nodiscard]] TopicName topic_filter(TopicKind kind);

}  // namespace luft::contract

#include "contract/testing/understood.h"

#include <algorithm>

#include "contract/reading.h"
#include "contract/testing/payloads.h"

namespace luft::contract::testing {

bool is_understood(const Topic& topic, std::string_view payload) {
  if (payload.size() > info(topic.kind).max_payload_bytes) return false;
  switch (topic.kind) {
    case TopicKind::reading:
      return parse_reading(topic.metric, payload).has_value();
    case TopicKind::ml_status:
    case TopicKind::hub_status:
      return payload_named("device_status").rewrite(payload).has_value();
    case TopicKind::ml_model:
    case TopicKind::ml_versions:
      return true;
    default:
      return payload_named(info(topic.kind).name).rewrite(payload).has_value();
  }
}

}  // namespace luft::contract::testing

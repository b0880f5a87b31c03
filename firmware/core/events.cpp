#include "firmware/core/events.h"

#include "contract/device.h"

namespace luft::firmware {
namespace {

constexpr Uptime kShortestGap = std::chrono::seconds{1};

}  // namespace

bool Events::say(std::string_view event, const std::optional<contract::RequestId>& request_id,
                 std::string_view reason, Uptime now) {
  Uptime& last = request_id ? said_of_decision_ : said_;
  if (last != kNever && now - last < kShortestGap) return false;
  contract::DeviceEvent message;
  message.event = decltype(message.event)::cut(event);
  message.request_id = request_id;
  if (!reason.empty()) message.reason = contract::Text<contract::kMaxReasonLength>::cut(reason);
  const contract::Topic topic{.kind = contract::TopicKind::device_event, .device = device_};
  if (!sink_.publish(topic, contract::write_device_event(message, scratch_.text))) return false;
  last = now;
  return true;
}

}  // namespace luft::firmware
